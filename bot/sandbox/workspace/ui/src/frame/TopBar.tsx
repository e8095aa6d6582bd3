import type { Unread } from "../useUnread";
import { useWorkspace } from "../workspace";
import { ClockControl } from "./ClockControl";
import { PersonSwitch } from "./PersonSwitch";
import { WeatherControl } from "./WeatherControl";

interface Props {
  theme: { dark: boolean; toggle: () => void };
  unread: Unread;
  openDrawer: () => void;
  lost: boolean;
}

export function TopBar({ theme, unread, openDrawer, lost }: Props) {
  const { shown } = useWorkspace();
  return (
    <header className="top-bar">
      <button type="button" className="drawer-button" aria-label="Channels" onClick={openDrawer}>
        ☰
      </button>
      <strong className="team">{shown.app.team}</strong>
      <span className="demo">Shortlist demo</span>
      <span className="grow" />
      {lost && (
        <span className="lost" role="status">
          Demo away …
        </span>
      )}
      <WeatherControl />
      <ClockControl />
      <PersonSwitch unread={unread} />
      <button
        type="button"
        className="theme"
        aria-label={theme.dark ? "Light colours" : "Dark colours"}
        title={theme.dark ? "Light colours" : "Dark colours"}
        onClick={theme.toggle}
      >
        ◐
      </button>
    </header>
  );
}
