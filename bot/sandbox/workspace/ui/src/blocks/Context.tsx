import type { Block, TextObject } from "../types";
import { Picture } from "./Picture";
import { Text } from "./Text";

export function Context({ block }: { block: Block }) {
  return (
    <div className="context">
      {block.elements?.map((element, number) =>
        element.type === "image" ? (
          <Picture {...element} small key={number} />
        ) : (
          <Text value={element as TextObject} key={number} />
        ),
      )}
    </div>
  );
}
