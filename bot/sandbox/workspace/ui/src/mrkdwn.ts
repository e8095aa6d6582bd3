/**
 * Slack's mrkdwn as rich text. The renderer reads mrkdwn as Markdown and undoes Slack's escaping
 * first, so that text of people could become headings, pictures or mentions; rich text cannot.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextSectionElement,
} from "slack-blocks-to-jsx";

import { emojiNamed } from "./emoji";
import type { Shown } from "./types";

interface Style {
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
}

const INLINE = new RegExp(
  [
    "<(?<target>[^<>|]+)(?:\\|(?<label>[^<>]*))?>",
    "`(?<code>[^`\\n]+)`",
    "(?<![\\w*])\\*(?<bold>[^*\\n]+)\\*(?![\\w*])",
    "(?<![\\w/_])_(?<italic>[^_\\n]+)_(?![\\w_])",
    "(?<![\\w~])~(?<strike>[^~\\n]+)~(?![\\w~])",
    ":(?<emoji>[a-z0-9_+'-]+):",
  ].join("|"),
);
const QUOTED = /^(?:>|&gt;) ?/;
const LINK = /^(?:https?:\/\/|mailto:)/;

function decoded(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function plain(text: string, style: Style): RichTextSectionElement[] {
  return text ? [{ type: "text", text: decoded(text), style }] : [];
}

function reference(
  target: string,
  label: string | undefined,
  style: Style,
): RichTextSectionElement {
  const shown = label ? decoded(label) : undefined;
  if (target.startsWith("@")) return { type: "user", user_id: target.slice(1), style };
  if (target.startsWith("#")) return { type: "channel", channel_id: target.slice(1), style };
  if (target.startsWith("!date^")) {
    const [, seconds = "0", format = ""] = target.split("^");
    return { type: "date", timestamp: Number(seconds), format, style };
  }
  if (target.startsWith("!subteam^")) return { type: "usergroup", usergroup_id: target.slice(9) };
  if (LINK.test(target)) return { type: "link", url: decoded(target), text: shown, style };
  return { type: "text", text: shown ?? decoded(target).replace("!", "@"), style };
}

function matched(
  groups: Record<string, string | undefined>,
  style: Style,
): RichTextSectionElement[] | null {
  const { target, label, code, bold, italic, strike, emoji } = groups;
  if (target) return [reference(target, label, style)];
  if (code) return [{ type: "text", text: decoded(code), style: { ...style, code: true } }];
  if (bold) return inline(bold, { ...style, bold: true });
  if (italic) return inline(italic, { ...style, italic: true });
  if (strike) return inline(strike, { ...style, strike: true });
  return emoji && emojiNamed(emoji) ? [{ type: "emoji", name: emoji }] : null;
}

function inline(text: string, style: Style = {}): RichTextSectionElement[] {
  const drawn: RichTextSectionElement[] = [];
  let rest = text;
  let before = "";
  for (let found = INLINE.exec(rest); found; found = INLINE.exec(rest)) {
    const elements = matched(found.groups ?? {}, style);
    const end = found.index + (elements ? found[0].length : found[0].length - 1);
    before += rest.slice(0, elements ? found.index : end);
    rest = rest.slice(end);
    if (elements) {
      drawn.push(...plain(before, style), ...elements);
      before = "";
    }
  }
  return [...drawn, ...plain(before + rest, style)];
}

function paragraphs(text: string): RichTextBlockElement[] {
  const drawn: RichTextBlockElement[] = [];
  let lines: string[] = [];
  let quoting = false;
  const flush = () => {
    if (lines.length) {
      const elements = inline(lines.join("\n"));
      drawn.push({ type: quoting ? "rich_text_quote" : "rich_text_section", elements });
    }
    lines = [];
  };
  for (const line of text.split("\n")) {
    const quoted = QUOTED.test(line);
    if (quoted !== quoting) flush();
    quoting = quoted;
    lines.push(quoted ? line.replace(QUOTED, "") : line);
  }
  flush();
  return drawn;
}

/** The text as one rich text block. */
export function richText(text: string): RichTextBlock {
  const elements: RichTextBlockElement[] = [];
  for (const [number, part] of text.split("```").entries()) {
    if (number % 2) {
      const code = decoded(part.replace(/^\n|\n$/g, ""));
      elements.push({ type: "rich_text_preformatted", elements: [{ type: "text", text: code }] });
    } else if (part.trim()) {
      elements.push(...paragraphs(part.replace(/^\n+|\n+$/g, "")));
    }
  }
  return { type: "rich_text", block_id: "text", elements };
}

/** A message's text as a person would type it, to be edited. */
export function typedText(text: string, { people, channels }: Pick<Shown, "people" | "channels">) {
  const named = text.replace(
    /<([@#]?)([^<>|]+)(?:\|[^<>]*)?>/g,
    (whole, sign: string, id: string) => {
      if (sign === "@") return `@${people.find((one) => one.id === id)?.handle ?? id}`;
      if (sign === "#") return `#${channels.find((one) => one.id === id)?.name ?? id}`;
      return LINK.test(id) ? id : whole;
    },
  );
  return decoded(named);
}
