import { useSurface } from "../surface";
import type { Block, Element, Held, Outcome } from "../types";

/** What a control holds, and how to put something else into it. */
export function useHeld(
  block: Block,
  element: Element,
): { held: Held; put: (value: unknown) => Promise<Outcome> } {
  const { values, fill, click } = useSurface();
  const held = values[block.block_id]?.[element.action_id ?? ""] ?? { type: element.type };
  const waits = block.type === "input" && !block.dispatch_action;
  return {
    held,
    put: (value) => (waits ? fill(block.block_id, value) : click(block, element, value)),
  };
}
