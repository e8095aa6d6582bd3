import { type ReactNode, useEffect, useRef } from "react";
import { createPortal } from "react-dom";

/** What is in focus at first: a field, else what the dialog is for. */
const FIRST = ".field input, .field textarea, footer .primary, footer .danger";

interface Props {
  title: string;
  close: () => void;
  small?: boolean;
  children: ReactNode;
}

/** A modal window: the focus stays inside, Escape closes it. */
export function Dialog({ title, close, small = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector<HTMLElement>(FIRST)?.focus();
    return () => element?.close();
  }, []);
  return createPortal(
    <dialog
      ref={dialog}
      className={`dialog${small ? " small" : ""}`}
      aria-label={title}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key !== "Escape") return;
        event.preventDefault();
        close();
      }}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" className="close" aria-label="Close" onClick={close}>
          ×
        </button>
      </header>
      {children}
    </dialog>,
    document.body,
  );
}
