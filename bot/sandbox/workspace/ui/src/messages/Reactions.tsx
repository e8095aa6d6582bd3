import { emojiNamed } from "../emoji";
import type { Message } from "../types";
import { personNamed, useWorkspace } from "../workspace";

export function Reactions({ message }: { message: Message }) {
  const { shown, me, run } = useWorkspace();
  const given = Object.entries(message.reactions);
  if (!given.length) return null;
  return (
    <div className="reactions">
      {given.map(([name, users]) => {
        const mine = users.includes(me.id);
        const who = users.map((id) => personNamed(shown, id)?.name ?? id).join(", ");
        return (
          <button
            type="button"
            key={name}
            className={mine ? "mine" : ""}
            disabled={mine}
            title={`${who} reacted with :${name}:`}
            onClick={() =>
              void run("react", { channel: message.channel, ts: message.ts, emoji: name })
            }
          >
            {emojiNamed(name) ?? `:${name}:`} {users.length}
          </button>
        );
      })}
    </div>
  );
}
