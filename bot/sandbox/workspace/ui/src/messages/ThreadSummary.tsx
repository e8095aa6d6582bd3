import { Avatar } from "../frame/Avatar";
import { instant, timeOf } from "../times";
import type { Message } from "../types";
import { personNamed, useWorkspace } from "../workspace";

const FACES = 4;

/** How many answers a message has, and who wrote them. */
export function ThreadSummary({ message }: { message: Message }) {
  const { shown, me, go, place } = useWorkspace();
  const replies = shown.messages.filter(
    (one) => one.channel === message.channel && one.thread === message.ts && !one.ephemeral,
  );
  const last = replies.at(-1);
  if (!last) return null;
  const people = [...new Set(replies.map((reply) => reply.user))].slice(0, FACES);
  return (
    <button type="button" className="thread-summary" onClick={() => go(place, message.ts)}>
      {people.map((id) => (
        <Avatar
          key={id}
          id={id}
          name={personNamed(shown, id)?.name ?? id}
          bot={id === shown.app.user}
        />
      ))}
      <b>{replies.length === 1 ? "1 reply" : `${replies.length} replies`}</b>
      <span>Last at {timeOf(instant(last.ts), me.zone)}</span>
    </button>
  );
}
