import { Blocks } from "../blocks/Blocks";
import { SurfaceContext } from "../surface";
import type { View } from "../types";
import { useViewSurface } from "./useViewSurface";

export function HomeBlocks({ view }: { view: View }) {
  const surface = useViewSurface(view);
  return (
    <SurfaceContext.Provider value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext.Provider>
  );
}
