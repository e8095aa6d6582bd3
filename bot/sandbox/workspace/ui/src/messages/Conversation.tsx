import type { Channel } from "../types";
import { AppHeader } from "../views/AppHeader";
import { useWorkspace } from "../workspace";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";

/** A channel, or the conversation with the app. */
export function Conversation({ channel, typed }: { channel: Channel; typed: string }) {
  const { shown } = useWorkspace();
  const roots = shown.messages.filter(
    (message) => message.channel === channel.id && !message.thread,
  );
  const isPrivate = channel.kind === "im";
  return (
    <>
      {isPrivate ? (
        <AppHeader />
      ) : (
        <header className="pane-header">
          <h1>{`${channel.kind === "private_channel" ? "🔒" : "#"} ${channel.name}`}</h1>
          <span className="small">{`${channel.members} members`}</span>
        </header>
      )}
      <MessageList
        messages={roots}
        empty={
          isPrivate
            ? "Nothing has been said here yet."
            : `This is the beginning of #${channel.name}.`
        }
      />
      <Composer channel={channel} typed={typed} />
    </>
  );
}
