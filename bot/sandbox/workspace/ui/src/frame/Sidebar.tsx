import type { Unread } from "../useUnread";
import { HOME, JIRA, appChannel, appName, useWorkspace } from "../workspace";
import { Avatar } from "./Avatar";
import { Guide } from "./Guide";
import { Place } from "./Place";

interface Props {
  unread: Unread;
  close: () => void;
}

export function Sidebar({ unread, close }: Props) {
  const { shown } = useWorkspace();
  const channels = shown.channels.filter((channel) => channel.kind !== "im");
  const app = appChannel(shown);
  const avatar = <Avatar id={shown.app.user} name={appName(shown)} bot />;
  return (
    <>
      <nav className="sidebar" aria-label="Places">
        <h2>Channels</h2>
        {channels.map((channel) => (
          <Place
            key={channel.id}
            to={channel.id}
            sign={channel.kind === "private_channel" ? "🔒" : "#"}
            name={channel.name}
            unread={unread.in(channel.id)}
          />
        ))}
        <h2>Apps</h2>
        {app && (
          <Place
            to={app.id}
            also={HOME}
            sign={avatar}
            name={appName(shown)}
            unread={unread.in(app.id)}
            counts
          />
        )}
        <h2>Beside Slack</h2>
        <Place to={JIRA} sign="◆" name="Jira" unread={0} />
        <span className="grow" />
        <Guide />
      </nav>
      <button
        type="button"
        className="veil"
        aria-label="Close the list of channels"
        onClick={close}
      />
    </>
  );
}
