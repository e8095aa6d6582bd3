import { useWorkspace } from "../workspace";
import { Popover } from "./Popover";

const SWITCHES = [
  { name: "jira_down", label: "Jira is down", hint: "Every call is answered 503." },
  { name: "slack_slow", label: "Slack answers slowly", hint: "Two seconds for every call." },
  { name: "slack_limits", label: "Slack says: too many requests", hint: "429 for every post." },
  { name: "redeliver", label: "Slack sends everything twice", hint: "Nothing may happen twice." },
  { name: "bot_down", label: "The bot is killed", hint: "At once, whatever it was doing." },
];

/** What goes wrong, on purpose; and how much the bot owes meanwhile. */
export function WeatherControl() {
  const { shown, run } = useWorkspace();
  const { on, owed, later, dead, connected } = shown.weather;
  const label = (
    <>
      <span aria-hidden="true">{on.length ? "⛈️" : "☀️"}</span>
      {owed > 0 && (
        <span className="owed">
          {owed}
          <span className="wide"> owed</span>
        </span>
      )}
      {!connected && <span className="owed">bot away</span>}
    </>
  );
  return (
    <Popover label={label} name="Weather: what goes wrong" className="weather">
      {() => (
        <>
          <p className="panel-title">Let something go wrong</p>
          {SWITCHES.map(({ name, label: title, hint }) => (
            <label key={name} className="row switch">
              <input
                type="checkbox"
                role="switch"
                checked={on.includes(name)}
                onChange={(event) => void run("weather", { name, on: event.target.checked })}
              />
              <span className="grow">
                {title}
                <small>{hint}</small>
              </span>
            </label>
          ))}
          <p className="small" role="status">
            {owed === 0
              ? "Nothing is owed: all is delivered."
              : `Owed and kept: ${owed}. Sent when it clears.`}
            {later > 0 && ` To be sent a little later, with what else comes: ${later}.`}
            {dead > 0 && ` Given up, and shown to admins: ${dead}.`}
          </p>
        </>
      )}
    </Popover>
  );
}
