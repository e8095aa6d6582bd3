import { emojiLike } from "../emoji";
import type { Shown } from "../types";

export interface Completion {
  /** What takes the place of the word being typed. */
  text: string;
  label: string;
  note: string;
}

const MOST = 8;
const SHORTEST_EMOJI = 2;

/** The word before the cursor that may be completed: its start and its text. */
export function wordAt(text: string, cursor: number): { start: number; word: string } {
  const before = text.slice(0, cursor);
  const start = Math.max(before.lastIndexOf(" "), before.lastIndexOf("\n")) + 1;
  return { start, word: before.slice(start) };
}

/** Commands at the very start; people, channels and emoji anywhere. */
export function completions(shown: Shown, start: number, word: string): Completion[] {
  const rest = word.slice(1).toLowerCase();
  if (word.startsWith("/") && start === 0) {
    const found = shown.app.commands.filter(({ command }) =>
      command.startsWith(word.toLowerCase()),
    );
    return found.map(({ command, description, usage_hint = "" }) => ({
      text: `${command} `,
      label: `${command} ${usage_hint}`.trim(),
      note: description,
    }));
  }
  if (word.startsWith("@")) {
    const found = shown.people.filter(
      ({ handle, name }) => handle.includes(rest) || name.toLowerCase().includes(rest),
    );
    const groups = shown.groups.filter(({ name }) => name.includes(rest));
    return [
      ...found.map(({ handle, name }) => ({
        text: `@${handle} `,
        label: name,
        note: `@${handle}`,
      })),
      ...groups.map(({ name }) => ({ text: `@${name} `, label: `@${name}`, note: "user group" })),
    ].slice(0, MOST);
  }
  if (word.startsWith("#")) {
    const found = shown.channels.filter(({ kind, name }) => kind !== "im" && name.includes(rest));
    return found
      .slice(0, MOST)
      .map(({ name }) => ({ text: `#${name} `, label: `#${name}`, note: "" }));
  }
  if (word.startsWith(":") && rest.length >= SHORTEST_EMOJI) {
    const found = emojiLike(rest).slice(0, MOST);
    return found.map(({ name, emoji }) => ({
      text: `:${name}: `,
      label: `${emoji} :${name}:`,
      note: "",
    }));
  }
  return [];
}
