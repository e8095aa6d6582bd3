import { type ChangeEvent, type KeyboardEvent } from "react";

import { useSurface } from "../surface";
import type { ControlProps } from "./Control";
import { useHeld } from "./useHeld";

const KINDS: Record<string, string> = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "number",
};

/** A field to type in. What is typed is told with the next click, or when the form is sent. */
export function TextField({ block, element, id }: ControlProps) {
  const { typed, type, errors } = useSurface();
  const { held, put } = useHeld(block, element);
  const text = typed[block.block_id] ?? held.value ?? "";
  const shared = {
    id,
    className: "input",
    value: text,
    maxLength: element.max_length,
    placeholder: element.placeholder?.text,
    autoFocus: element.focus_on_load,
    "aria-invalid": block.block_id in errors,
    "aria-describedby": `${id}-notes`,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      type(block.block_id, event.target.value),
  };
  if (element.multiline || element.type === "rich_text_input")
    return <textarea rows={4} {...shared} />;
  const enter = (event: KeyboardEvent) => {
    if (event.key === "Enter" && block.dispatch_action) {
      event.preventDefault();
      void put(text);
    }
  };
  return (
    <input
      type={KINDS[element.type] ?? "text"}
      min={element.min_value}
      max={element.max_value}
      step={element.is_decimal_allowed ? "any" : 1}
      onKeyDown={enter}
      {...shared}
    />
  );
}
