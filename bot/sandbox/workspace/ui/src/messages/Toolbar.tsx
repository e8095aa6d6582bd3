import type { Message } from "../types";
import { useWorkspace } from "../workspace";
import { EmojiPicker } from "./EmojiPicker";
import { MessageMenu } from "./MessageMenu";
import { useReaction } from "./useReaction";

interface Props {
  message: Message;
  inThread: boolean;
  edit: () => void;
}

/** What one can do with a message: react, answer in a thread, and more. */
export function Toolbar({ message, inThread, edit }: Props) {
  const { go, place } = useWorkspace();
  return (
    <div className="toolbar" role="group" aria-label="Message actions">
      <EmojiPicker pick={useReaction(message)} />
      {!inThread && (
        <button
          type="button"
          aria-label="Answer in a thread"
          title="Answer in a thread"
          onClick={() => go(place, message.ts)}
        >
          💬
        </button>
      )}
      <MessageMenu message={message} edit={edit} />
    </div>
  );
}
