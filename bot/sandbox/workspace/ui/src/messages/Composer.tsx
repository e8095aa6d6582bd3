import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

import { Popover } from "../frame/Popover";
import type { Channel } from "../types";
import { appName, placeName, useWorkspace } from "../workspace";
import { Completions } from "./Completions";
import { type Completion, completions, wordAt } from "./completion";

interface Props {
  channel: Channel;
  root?: string;
  typed?: string;
}

/** Where one writes; Enter sends, with Shift it begins a new line. */
export function Composer({ channel, root, typed = "" }: Props) {
  const { shown, run } = useWorkspace();
  const [text, setText] = useState(typed);
  const [cursor, setCursor] = useState(0);
  const [at, setAt] = useState(0);
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const { start, word } = wordAt(text, cursor);
  const offered = cursor ? completions(shown, start, word) : [];
  const chosen = offered[Math.min(at, offered.length - 1)];
  useEffect(() => {
    if (typed || root) box.current?.focus();
  }, [typed, root]);

  const write = (next: string, to: number) => {
    setText(next);
    setCursor(to);
    setAt(0);
  };
  const take = (completion: Completion) => {
    const next = text.slice(0, start) + completion.text + text.slice(start + word.length);
    write(next, 0);
    box.current?.focus();
  };
  const send = async () => {
    const said = text.trim();
    if (!said || busy) return;
    write("", 0);
    setBusy(true);
    const isCommand = said.startsWith("/") && !root;
    const outcome = await run(isCommand ? "command" : "say", {
      channel: channel.id,
      ts: root ?? "",
      text: said,
    });
    setBusy(false);
    if (!outcome.ok) setText((now) => now || said);
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (chosen && step) {
      event.preventDefault();
      setAt((at + step + offered.length) % offered.length);
    } else if (
      chosen &&
      (event.key === "Tab" || (event.key === "Enter" && chosen.text.trim() !== word))
    ) {
      event.preventDefault();
      take(chosen);
    } else if (chosen && event.key === "Escape") {
      event.stopPropagation();
      setCursor(0);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send();
    }
  };
  if (channel.kind === "im" && !shown.app.writes && !root) {
    return (
      <p className="composer-off">{appName(shown)} tells you things here, and takes no messages.</p>
    );
  }
  const globals = shown.app.shortcuts.filter((shortcut) => shortcut.type === "global");
  const name = root
    ? "Answer in the thread"
    : `Message ${channel.kind === "im" ? "" : "#"}${placeName(shown, channel.id)}`;
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {chosen && <Completions id={listId} offered={offered} chosen={chosen} take={take} />}
      <textarea
        ref={box}
        rows={Math.min(8, text.split("\n").length)}
        aria-label={name}
        placeholder={root ? "Reply …" : `${name}, or / for a command`}
        aria-autocomplete="list"
        aria-controls={chosen ? listId : undefined}
        aria-activedescendant={chosen ? `${listId}-${offered.indexOf(chosen)}` : undefined}
        value={text}
        onChange={(event) => write(event.target.value, event.target.selectionStart)}
        onKeyDown={press}
        onBlur={() => setCursor(0)}
      />
      {globals.length > 0 && !root && (
        <Popover label="⚡" name="Shortcuts" className="upwards">
          {(close) =>
            globals.map((shortcut) => (
              <button
                type="button"
                className="row"
                key={shortcut.callback_id}
                onClick={() => {
                  close();
                  void run("shortcut", { callback: shortcut.callback_id });
                }}
              >
                {shortcut.name}
              </button>
            ))
          }
        </Popover>
      )}
      <button
        type="submit"
        className="send"
        aria-label="Send"
        aria-busy={busy}
        disabled={!text.trim() || busy}
      >
        ➤
      </button>
    </form>
  );
}
