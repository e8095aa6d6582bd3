import { useEffect } from "react";

const STAYS = 7000;

/** What could not be done, for a while. */
export function Toast({ note, close }: { note: string; close: () => void }) {
  useEffect(() => {
    if (!note) return;
    const timer = window.setTimeout(close, STAYS);
    return () => window.clearTimeout(timer);
  }, [note]);
  return (
    <div className="toast" role="alert">
      {note && (
        <p>
          {note}
          <button type="button" className="close" aria-label="Close" onClick={close}>
            ×
          </button>
        </p>
      )}
    </div>
  );
}
