import { useState } from "react";

import { Popover } from "../frame/Popover";
import { emojiLike, emojiNamed } from "../emoji";

const COMMON = ["+1", "eyes", "white_check_mark", "tada", "bulb", "rocket", "heart", "question"];
const MOST = 24;

interface Props {
  pick: (name: string) => void;
}

/** A button that opens the usual emoji, and finds every other by its name. */
export function EmojiPicker({ pick }: Props) {
  return (
    <Popover label="☺" name="Add a reaction" className="emoji-picker">
      {(close) => (
        <Choice
          pick={(name) => {
            close();
            pick(name);
          }}
        />
      )}
    </Popover>
  );
}

function Choice({ pick }: Props) {
  const [words, setWords] = useState("");
  const wanted = words.trim().toLowerCase().replaceAll(" ", "_");
  const names = wanted ? emojiLike(wanted).map(({ name }) => name) : COMMON;
  return (
    <>
      <input
        className="input"
        type="search"
        aria-label="Find an emoji"
        placeholder="Find an emoji"
        autoFocus
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          const first = names[0];
          if (event.key === "Enter" && first) pick(first);
        }}
      />
      <div className="emoji">
        {names.slice(0, MOST).map((name) => (
          <button
            type="button"
            key={name}
            aria-label={name}
            title={`:${name}:`}
            onClick={() => pick(name)}
          >
            {emojiNamed(name)}
          </button>
        ))}
      </div>
      {!names.length && <p className="small">There is no such emoji.</p>}
    </>
  );
}
