import { Avatar } from "../frame/Avatar";
import { HOME, appChannel, appName, useWorkspace } from "../workspace";

/** The head of the app's own place: its Home and what it tells one, as two tabs. */
export function AppHeader() {
  const { shown, place, go } = useWorkspace();
  const messages = appChannel(shown)?.id ?? "";
  const tabs = [
    ...(shown.app.home ? [{ to: HOME, name: "Home" }] : []),
    { to: messages, name: "Messages" },
  ];
  return (
    <header className="pane-header app-header">
      <Avatar id={shown.app.user} name={appName(shown)} bot />
      <h1>{appName(shown)}</h1>
      <nav className="tabs" aria-label={appName(shown)}>
        {tabs.map(({ to, name }) => (
          <button
            type="button"
            key={name}
            aria-current={place === to ? "page" : undefined}
            onClick={() => go(to)}
          >
            {name}
          </button>
        ))}
      </nav>
    </header>
  );
}
