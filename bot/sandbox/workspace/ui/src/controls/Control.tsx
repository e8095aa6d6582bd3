import { Picture } from "../blocks/Picture";
import type { Block, Element } from "../types";
import { ActionButton } from "./ActionButton";
import { Choices } from "./Choices";
import { FileField } from "./FileField";
import { Menu } from "./Menu";
import { Moment } from "./Moment";
import { Overflow } from "./Overflow";
import { TextField } from "./TextField";

export interface ControlProps {
  block: Block;
  element: Element;
  /** The id of the input, for its label. */
  id?: string;
}

/** An interactive element, by its type. */
export function Control(props: ControlProps) {
  const { type } = props.element;
  if (type === "image") return <Picture {...props.element} small />;
  if (type.endsWith("button")) return <ActionButton {...props} />;
  if (type === "overflow") return <Overflow {...props} />;
  if (type === "checkboxes" || type === "radio_buttons") return <Choices {...props} />;
  if (type === "datepicker" || type === "timepicker" || type === "datetimepicker")
    return <Moment {...props} />;
  if (type.endsWith("select")) return <Menu {...props} />;
  if (type === "file_input") return <FileField {...props} />;
  if (type.endsWith("input")) return <TextField {...props} />;
  return <span className="unknown">{type}</span>;
}
