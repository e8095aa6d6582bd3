import type { Held, View } from "../types";

export const REQUIRED = "Please complete this required field.";

function isNothing(value: unknown): boolean {
  return value == null || value === "" || (Array.isArray(value) && !value.length);
}

function isEmpty(held: Held | undefined, entered: unknown): boolean {
  if (entered !== undefined) return isNothing(entered);
  const { type: _, ...members } = held ?? { type: "" };
  return Object.values(members).every(isNothing);
}

/** The fields that have to be filled in and are not, as errors by block_id. */
export function missing(view: View, entered: Record<string, unknown>): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { type, optional, block_id, element } of view.blocks) {
    const held = view.state.values[block_id]?.[element?.action_id ?? ""];
    if (type === "input" && !optional && isEmpty(held, entered[block_id]))
      errors[block_id] = REQUIRED;
  }
  return errors;
}
