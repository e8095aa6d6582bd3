import type { Channel } from "../types";
import { placeName, useWorkspace } from "../workspace";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";

/** A message and its answers, beside the channel. */
export function Thread({ channel, root }: { channel: Channel; root: string }) {
  const { shown, go, place } = useWorkspace();
  const messages = shown.messages.filter(
    (message) => message.channel === channel.id && (message.ts === root || message.thread === root),
  );
  return (
    <aside
      className="thread"
      aria-label="Thread"
      onKeyDown={(event) => {
        if (event.key === "Escape") go(place);
      }}
    >
      <header className="pane-header">
        <h2>Thread</h2>
        <span className="small grow">{placeName(shown, channel.id)}</span>
        <button
          type="button"
          className="close"
          aria-label="Close the thread"
          onClick={() => go(place)}
        >
          ×
        </button>
      </header>
      <MessageList messages={messages} empty="This message is gone." inThread />
      <Composer channel={channel} root={root} />
    </aside>
  );
}
