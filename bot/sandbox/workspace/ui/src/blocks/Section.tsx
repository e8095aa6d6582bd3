import { Control } from "../controls/Control";
import type { Block } from "../types";
import { Text } from "./Text";

export function Section({ block }: { block: Block }) {
  return (
    <div className="section">
      <div className="grow">
        {block.text && <Text value={block.text} />}
        {block.fields && (
          <div className="fields">
            {block.fields.map((field, number) => (
              <Text value={field} key={number} />
            ))}
          </div>
        )}
      </div>
      {block.accessory && <Control block={block} element={block.accessory} />}
    </div>
  );
}
