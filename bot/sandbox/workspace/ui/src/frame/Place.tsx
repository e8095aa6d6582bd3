import type { ReactNode } from "react";

import { useWorkspace } from "../workspace";

interface Props {
  to: string;
  /** Another place that belongs to it. */
  also?: string;
  sign: ReactNode;
  name: string;
  unread: number;
  counts?: boolean;
}

/** One line of the sidebar: bold with something new in it, counted where it is private. */
export function Place({ to, also, sign, name, unread, counts = false }: Props) {
  const { place, go } = useWorkspace();
  return (
    <button
      type="button"
      className={`place${unread ? " unread" : ""}`}
      aria-current={place === to || place === also ? "page" : undefined}
      onClick={() => go(to)}
    >
      <span className="sign" aria-hidden="true">
        {sign}
      </span>
      <span className="grow">{name}</span>
      {unread > 0 && counts && <span className="count">{unread}</span>}
      {unread > 0 && !counts && <span className="hidden">, new messages</span>}
    </button>
  );
}
