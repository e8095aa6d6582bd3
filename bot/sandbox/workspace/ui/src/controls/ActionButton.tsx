import { useState } from "react";

import { withEmoji } from "../emoji";
import { useSurface } from "../surface";
import type { TextObject } from "../types";
import type { ControlProps } from "./Control";

export function ActionButton({ block, element }: ControlProps) {
  const { click } = useSurface();
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await click(block, element);
    setBusy(false);
  };
  const shown = withEmoji((element.text as TextObject | undefined)?.text ?? "");
  const style = `button ${element.style ?? ""}`;
  if (element.url) {
    return (
      <a
        className={style}
        href={element.url}
        target="_blank"
        rel="noreferrer noopener"
        onClick={() => void press()}
      >
        {shown}
      </a>
    );
  }
  return (
    <button
      type="button"
      className={style}
      aria-label={element.accessibility_label}
      aria-busy={busy}
      disabled={busy}
      onClick={() => void press()}
    >
      {shown}
    </button>
  );
}
