import type { Held, View } from "../types";

export const REQUIRED = "Please complete this required field.";

function isEmpty(held: Held | undefined, typed: string | undefined): boolean {
  if (typed !== undefined) return typed === "";
  const { type: _, ...members } = held ?? { type: "" };
  return Object.values(members).every(
    (value) => value == null || value === "" || (Array.isArray(value) && !value.length),
  );
}

/** The fields that have to be filled in and are not, as errors by block_id. */
export function missing(view: View, typed: Record<string, string>): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { type, optional, block_id, element } of view.blocks) {
    const held = view.state.values[block_id]?.[element?.action_id ?? ""];
    if (type === "input" && !optional && isEmpty(held, typed[block_id]))
      errors[block_id] = REQUIRED;
  }
  return errors;
}
