import { memo } from "react";

import { richText } from "../mrkdwn";
import { withEmoji } from "../emoji";
import type { TextObject } from "../types";
import { Drawn } from "./Drawn";

/** A text object: plain as it stands, mrkdwn as rich text. */
export const Text = memo(function Text({ value }: { value: TextObject }) {
  if (value.type === "plain_text") return <span className="plain">{withEmoji(value.text)}</span>;
  return <Drawn block={richText(value.text)} />;
});
