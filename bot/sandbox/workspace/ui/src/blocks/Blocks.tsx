import type { Block } from "../types";
import { OneBlock } from "./OneBlock";

export function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <div className="blocks">
      {blocks.map((block) => (
        <OneBlock block={block} key={block.block_id} />
      ))}
    </div>
  );
}
