import { useEffect, useState } from "react";

import { Text } from "../blocks/Text";
import type { ControlProps } from "./Control";
import { useHeld } from "./useHeld";

/** Checkboxes and radio buttons. */
export function Choices({ block, element, id }: ControlProps) {
  const { held, put } = useHeld(block, element);
  const several = element.type === "checkboxes";
  const chosen = several
    ? (held.selected_options ?? [])
    : held.selected_option
      ? [held.selected_option]
      : [];
  const known = chosen.map((option) => option.value ?? "");
  // What was just ticked shows at once, until the app is told.
  const [wanted, want] = useState<string[] | null>(null);
  useEffect(() => want(null), [known.join()]);
  const values = wanted ?? known;
  const choose = async (value: string) => {
    const next = several ? toggled(value) : [value];
    want(next);
    if (!(await put(several ? next : value)).ok) want(null);
  };
  const toggled = (value: string) =>
    values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return (
    <div className="choices" id={id} role={several ? "group" : "radiogroup"}>
      {element.options?.map((option) => (
        <label key={option.value}>
          <input
            type={several ? "checkbox" : "radio"}
            checked={values.includes(option.value ?? "")}
            onChange={() => void choose(option.value ?? "")}
          />
          <span>
            <Text value={option.text} />
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  );
}
