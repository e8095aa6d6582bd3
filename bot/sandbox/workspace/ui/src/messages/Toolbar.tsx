import { Popover } from "../frame/Popover";
import { emojiNamed } from "../emoji";
import type { Message } from "../types";
import { useWorkspace } from "../workspace";

const COMMON = ["+1", "eyes", "white_check_mark", "tada", "rocket", "heart", "bulb", "question"];

/** What one can do with a message: react, answer in a thread, use a shortcut. */
export function Toolbar({ message, inThread }: { message: Message; inThread: boolean }) {
  const { shown, me, run, go, place } = useWorkspace();
  const named = { channel: message.channel, ts: message.ts };
  const shortcuts = shown.app.shortcuts.filter((shortcut) => shortcut.type === "message");
  const left = COMMON.filter((name) => !message.reactions[name]?.includes(me.id));
  return (
    <div className="toolbar" role="group" aria-label="Message actions">
      <Popover label="☺" name="Add a reaction" className="emoji-picker">
        {(close) =>
          left.map((name) => (
            <button
              type="button"
              key={name}
              aria-label={name}
              onClick={() => {
                close();
                void run("react", { ...named, emoji: name });
              }}
            >
              {emojiNamed(name)}
            </button>
          ))
        }
      </Popover>
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
      {shortcuts.length > 0 && (
        <Popover label="⋯" name="More actions">
          {(close) =>
            shortcuts.map((shortcut) => (
              <button
                type="button"
                className="row"
                key={shortcut.callback_id}
                title={shortcut.description}
                onClick={() => {
                  close();
                  void run("shortcut", { ...named, callback: shortcut.callback_id });
                }}
              >
                {shortcut.name}
              </button>
            ))
          }
        </Popover>
      )}
    </div>
  );
}
