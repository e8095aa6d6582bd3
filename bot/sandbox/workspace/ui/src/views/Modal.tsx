import { type FormEvent, useState } from "react";

import { Blocks } from "../blocks/Blocks";
import { Surfaced } from "../controls/Surfaced";
import type { View } from "../types";
import { useWorkspace } from "../workspace";
import { Dialog } from "./Dialog";
import { missing } from "./missing";
import { useViewSurface } from "./useViewSurface";

interface Props {
  view: View;
  inFront: boolean;
  deep: boolean;
}

/** One form of the stack, with what was typed into it as long as it is open. */
export function Modal({ view, inFront, deep }: Props) {
  const { run, note } = useWorkspace();
  const surface = useViewSurface(view);
  const [busy, setBusy] = useState(false);
  const close = () => void run("close", { view: view.id });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const typed = surface.unsent();
    const errors = missing(view, { ...surface.chosen(), ...typed });
    surface.setErrors(errors);
    if (Object.keys(errors).length) return;
    setBusy(true);
    await surface.settled();
    const outcome = await run("submit", { view: view.id, callback: view.callback_id, typed });
    surface.setErrors(outcome.errors ?? {});
    setBusy(false);
  };
  if (!inFront) return null;
  return (
    <Dialog title={view.title?.text ?? ""} close={close}>
      <Surfaced surface={surface}>
        <form onSubmit={(event) => void submit(event)} noValidate>
          <div className="dialog-body">
            {note && (
              <p className="error" role="alert">
                {note}
              </p>
            )}
            <Blocks blocks={view.blocks} />
          </div>
          <footer>
            <button type="button" className="button" onClick={close}>
              {deep ? "Back" : (view.close?.text ?? "Cancel")}
            </button>
            {view.submit && (
              <button type="submit" className="button primary" aria-busy={busy} disabled={busy}>
                {view.submit.text}
              </button>
            )}
          </footer>
        </form>
      </Surfaced>
    </Dialog>
  );
}
