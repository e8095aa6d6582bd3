import type { Block as Drawable } from "slack-blocks-to-jsx";

import { Control } from "../controls/Control";
import { Field } from "../controls/Field";
import type { Block } from "../types";
import { Context } from "./Context";
import { Drawn } from "./Drawn";
import { Picture } from "./Picture";
import { Section } from "./Section";
import { Text } from "./Text";

/** One block: what holds controls is ours, the rest is drawn by the renderer. */
export function OneBlock({ block }: { block: Block }) {
  switch (block.type) {
    case "section":
      return <Section block={block} />;
    case "context":
      return <Context block={block} />;
    case "header":
      return <h3 className="header">{block.text && <Text value={block.text} />}</h3>;
    case "image":
      return <Picture {...block} />;
    case "actions":
      return (
        <div className="actions">
          {block.elements?.map((element) => (
            <Control block={block} element={element} key={element.action_id} />
          ))}
        </div>
      );
    case "input":
      return <Field block={block} />;
    default:
      return <Drawn block={block as unknown as Drawable} />;
  }
}
