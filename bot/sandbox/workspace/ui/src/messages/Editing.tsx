import { type KeyboardEvent, useEffect, useRef, useState } from "react";

import { typedText } from "../mrkdwn";
import type { Message } from "../types";
import { useWorkspace } from "../workspace";

/** One's own message while it is changed: Enter saves, Escape leaves it as it was. */
export function Editing({ message, done }: { message: Message; done: () => void }) {
  const { shown, run } = useWorkspace();
  const [text, setText] = useState(() => typedText(message.text, shown));
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => box.current?.focus(), []);
  const save = async () => {
    if (!text.trim()) return;
    const named = { channel: message.channel, ts: message.ts };
    if ((await run("edit", { ...named, text: text.trim() })).ok) done();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      done();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div className="editing">
      <textarea
        ref={box}
        className="input"
        aria-label="Edit the message"
        rows={Math.min(8, text.split("\n").length)}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      <p>
        <button type="button" className="button" onClick={done}>
          Cancel
        </button>
        <button
          type="button"
          className="button primary"
          disabled={!text.trim()}
          onClick={() => void save()}
        >
          Save
        </button>
      </p>
    </div>
  );
}
