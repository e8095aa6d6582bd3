import { get, search } from "node-emoji";

/** The names Slack has and the library has not. */
const OTHERS: Record<string, string> = {
  hammer_and_wrench: "🛠️",
  large_blue_circle: "🔵",
  large_green_circle: "🟢",
  large_yellow_circle: "🟡",
};

/** The picture of that name; undefined for none. */
export function emojiNamed(name: string): string | undefined {
  return OTHERS[name] ?? get(name);
}

/** Names that begin like that, with their pictures. */
export function emojiLike(start: string): { name: string; emoji: string }[] {
  return search(start).filter(({ name }) => name.startsWith(start));
}

/** Text with the pictures for their names; unknown names stay. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name: string) => emojiNamed(name) ?? whole);
}
