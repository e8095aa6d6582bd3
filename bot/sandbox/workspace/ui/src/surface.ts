import { createContext, useContext } from "react";

import type { Block, Element, Option, Outcome, Values } from "./types";

/** Where controls stand: a message, a form or the App Home. */
export interface Surface {
  values: Values;
  /** Text typed and not told yet, by the field's name. */
  typed: Record<string, string>;
  /** What the app says is wrong, by block_id. */
  errors: Record<string, string>;
  type: (name: string, text: string) => void;
  /** Use a control that acts at once. */
  click: (block: Block, element: Element, value?: unknown) => Promise<Outcome>;
  /** Choose in a control that waits for the form to be sent. */
  fill: (name: string, value: unknown) => Promise<Outcome>;
  options: (element: Element, query: string) => Promise<Option[]>;
}

export const SurfaceContext = createContext<Surface | null>(null);

export function useSurface(): Surface {
  const found = useContext(SurfaceContext);
  if (!found) throw new Error("outside a surface");
  return found;
}
