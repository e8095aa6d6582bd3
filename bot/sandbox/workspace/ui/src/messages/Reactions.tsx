import { emojiNamed } from "../emoji";
import type { Message } from "../types";
import { personNamed, useWorkspace } from "../workspace";
import { useReaction } from "./useReaction";

/** The emoji a message was given; each can be joined and taken back. */
export function Reactions({ message }: { message: Message }) {
  const { shown, me } = useWorkspace();
  const toggle = useReaction(message);
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
            aria-pressed={mine}
            title={`${who} reacted with :${name}:`}
            onClick={() => toggle(name)}
          >
            {emojiNamed(name) ?? `:${name}:`} {users.length}
          </button>
        );
      })}
    </div>
  );
}
