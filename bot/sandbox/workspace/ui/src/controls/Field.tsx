import { useId } from "react";

import { withEmoji } from "../emoji";
import { useSurface } from "../surface";
import type { Block } from "../types";
import { Control } from "./Control";

/** An input block: label, control, hint, and what is wrong with it. */
export function Field({ block }: { block: Block }) {
  const { errors } = useSurface();
  const id = useId();
  const wrong = errors[block.block_id];
  if (!block.element) return null;
  return (
    <div className={`field${wrong ? " wrong" : ""}`}>
      <label htmlFor={id}>
        {withEmoji(block.label?.text ?? "")}
        {block.optional && <span className="optional"> (optional)</span>}
      </label>
      <Control block={block} element={block.element} id={id} />
      <div id={`${id}-notes`}>
        {wrong && (
          <p className="error" role="alert">
            {wrong}
          </p>
        )}
        {block.hint && <p className="hint">{withEmoji(block.hint.text)}</p>}
      </div>
    </div>
  );
}
