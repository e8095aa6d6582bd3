import type { ControlProps } from "./Control";
import { useHeld } from "./useHeld";

/** A day, or a time of day. */
export function Moment({ block, element, id }: ControlProps) {
  const { held, put } = useHeld(block, element);
  const kind = { datepicker: "date", timepicker: "time" }[element.type] ?? "datetime-local";
  const seconds = held.selected_date_time;
  const value =
    held.selected_date ??
    held.selected_time ??
    (seconds ? new Date(seconds * 1000).toISOString().slice(0, 16) : "");
  const wanted = (text: string) =>
    kind === "datetime-local" && text ? Math.floor(Date.parse(`${text}Z`) / 1000) : text || null;
  return (
    <input
      id={id}
      type={kind}
      className="input"
      value={value}
      aria-label={id ? undefined : element.placeholder?.text}
      onChange={(event) => void put(wanted(event.target.value))}
    />
  );
}
