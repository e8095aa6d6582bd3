import { useRef, useState } from "react";

import { act } from "../acts";
import type { Surface } from "../surface";
import type { View } from "../types";
import { useWorkspace } from "../workspace";

const PAUSE = 400;

/** A form's or a Home's controls, with what was typed and not told yet. */
export function useViewSurface(view: View): Surface & {
  setErrors: (errors: Record<string, string>) => void;
  unsent: () => Record<string, string>;
  /** What was chosen while this form is open, told back or not. */
  chosen: () => Record<string, unknown>;
  /** Once all that was chosen is told. */
  settled: () => Promise<unknown>;
} {
  const { me, run } = useWorkspace();
  const timer = useRef(0);
  const chosen = useRef<Record<string, unknown>>({});
  const told = useRef<Promise<unknown>>(Promise.resolve());
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const unsent = () =>
    Object.fromEntries(
      Object.entries(typed).filter(([name]) =>
        view.blocks.some((block) => block.block_id === name),
      ),
    );
  const named = { view: view.id };
  return {
    values: view.state.values,
    typed,
    errors,
    setErrors,
    unsent,
    chosen: () => chosen.current,
    settled: () => told.current,
    type: (name, text) => {
      setTyped((old) => ({ ...old, [name]: text }));
      // Kept while one types, so that a page closed in the middle of a form comes back with it.
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(
        () => void act("fill", { me: me.id, ...named, typed: { ...unsent(), [name]: text } }),
        PAUSE,
      );
      setErrors(({ [name]: _, ...rest }) => rest);
    },
    click: (block, element, value) =>
      run("click", {
        ...named,
        block: block.block_id,
        action: element.action_id,
        value,
        typed: unsent(),
      }),
    fill: (name, value) => {
      setErrors(({ [name]: _, ...rest }) => rest);
      chosen.current = { ...chosen.current, [name]: value };
      const filled = told.current.then(() => run("fill", { ...named, typed: { [name]: value } }));
      told.current = filled;
      return filled;
    },
    options: async (element, query) =>
      (await run("options", { ...named, action: element.action_id, query })).options ?? [],
  };
}
