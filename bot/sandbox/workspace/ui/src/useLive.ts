import { useEffect, useState } from "react";

import type { Issue, Message, Shown } from "./types";

const AGAIN_AFTER = 1000;

type Parts = Map<string, unknown>;

function list<T>(parts: Parts, kind: string): T[] {
  const found: T[] = [];
  for (const [name, part] of parts) if (name.startsWith(`${kind}:`)) found.push(part as T);
  return found;
}

function gathered(parts: Parts): Shown {
  const messages = list<Message>(parts, "message").sort((a, b) => (a.ts < b.ts ? -1 : 1));
  const issues = list<Issue>(parts, "issue").sort((a, b) => (a.updated < b.updated ? 1 : -1));
  return { ...Object.fromEntries(parts), messages, issues } as unknown as Shown;
}

interface Live {
  /** What is seen, null until it is known. */
  shown: Shown | null;
  /** Whose view that is: for a moment still that of the person one was before. */
  as: string;
  /** The server is away. */
  lost: boolean;
}

/** What `me` sees, kept up to date. */
export function useLive(me: string): Live {
  const [{ shown, as }, setShown] = useState<Omit<Live, "lost">>({ shown: null, as: "" });
  const [lost, setLost] = useState(false);
  useEffect(() => {
    let socket: WebSocket | undefined;
    let timer = 0;
    let over = false;
    const connect = () => {
      const parts: Parts = new Map();
      socket = new WebSocket(`ws://${location.host}/live?me=${encodeURIComponent(me)}`);
      socket.onmessage = (event: MessageEvent<string>) => {
        for (const [name, part] of Object.entries(JSON.parse(event.data) as object)) {
          if (part === null && name !== "home") parts.delete(name);
          else parts.set(name, part);
        }
        setLost(false);
        setShown({ shown: gathered(parts), as: me });
      };
      socket.onclose = () => {
        if (over) return;
        setLost(true);
        timer = window.setTimeout(connect, AGAIN_AFTER);
      };
    };
    connect();
    return () => {
      over = true;
      window.clearTimeout(timer);
      socket?.close();
    };
  }, [me]);
  return { shown, as, lost };
}
