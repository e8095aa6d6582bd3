import { useEffect, useState } from "react";

import { dayOf, shortDay, timeOf } from "../times";
import { useWorkspace } from "../workspace";
import { Popover } from "./Popover";

const MOVES = [
  { to: "day", label: "One day on" },
  { to: "week", label: "One week on" },
  { to: "monday", label: "Next Monday, 9:00" },
];
const REDRAW_EVERY = 5000;

/** The workspace's time, which can be moved on. */
export function ClockControl() {
  const { me, now, run } = useWorkspace();
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => redraw((count) => count + 1), REDRAW_EVERY);
    return () => window.clearInterval(timer);
  }, []);
  const at = now();
  const weekday = at.toLocaleDateString("en-GB", { weekday: "short", timeZone: me.zone });
  const label = (
    <>
      <span aria-hidden="true">🕘</span>
      <time dateTime={at.toISOString()}>
        <span className="wide">{`${weekday} ${shortDay(at, me.zone)}, `}</span>
        {timeOf(at, me.zone)}
      </time>
    </>
  );
  return (
    <Popover label={label} name={`It is ${dayOf(at, me.zone)}. Move the clock`} className="clock">
      {(close) => (
        <>
          <p className="panel-title">{dayOf(at, me.zone)}</p>
          {MOVES.map(({ to, label: move }) => (
            <button
              type="button"
              key={to}
              className="row"
              onClick={() => {
                close();
                void run("clock", { to });
              }}
            >
              {move}
            </button>
          ))}
          <p className="small">Digests, reminders and return dates come with it.</p>
        </>
      )}
    </Popover>
  );
}
