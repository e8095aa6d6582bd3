import { Blocks } from "../blocks/Blocks";
import { Surfaced } from "../controls/Surfaced";
import type { View } from "../types";
import { useViewSurface } from "./useViewSurface";

export function HomeBlocks({ view }: { view: View }) {
  const surface = useViewSurface(view);
  return (
    <Surfaced surface={surface}>
      <Blocks blocks={view.blocks} />
    </Surfaced>
  );
}
