import { type ReactNode, useMemo, useState } from "react";

import { type Surface, SurfaceContext } from "../surface";
import type { Confirm, Outcome } from "../types";
import { Confirmation } from "./Confirmation";

interface Asking {
  question: Confirm;
  answer: (yes: boolean) => void;
}

/** What stands on a surface; a control that wants it asks before it is used. */
export function Surfaced({ surface, children }: { surface: Surface; children: ReactNode }) {
  const [asking, ask] = useState<Asking | null>(null);
  const careful = useMemo<Surface>(
    () => ({
      ...surface,
      click: async (block, element, value) => {
        const question = element.confirm;
        if (question && !(await agreed(question, ask))) return { ok: false } as Outcome;
        return surface.click(block, element, value);
      },
    }),
    [surface],
  );
  return (
    <SurfaceContext.Provider value={careful}>
      {children}
      {asking && (
        <Confirmation
          question={asking.question}
          yes={() => asking.answer(true)}
          no={() => asking.answer(false)}
        />
      )}
    </SurfaceContext.Provider>
  );
}

function agreed(question: Confirm, ask: (asking: Asking | null) => void): Promise<boolean> {
  return new Promise((resolve) =>
    ask({
      question,
      answer: (yes) => {
        ask(null);
        resolve(yes);
      },
    }),
  );
}
