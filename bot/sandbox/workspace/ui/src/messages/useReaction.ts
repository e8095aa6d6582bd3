import type { Message } from "../types";
import { useWorkspace } from "../workspace";

/** React to a message with an emoji, or take it back. */
export function useReaction(message: Message): (name: string) => void {
  const { me, run } = useWorkspace();
  return (name) => {
    const mine = message.reactions[name]?.includes(me.id);
    const named = { channel: message.channel, ts: message.ts, emoji: name };
    void run(mine ? "unreact" : "react", named);
  };
}
