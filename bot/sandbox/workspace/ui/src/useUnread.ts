import { useEffect } from "react";

import { useStored } from "./stored";
import type { Shown } from "./types";

export interface Unread {
  /** How many messages in that channel this person has not seen. */
  in: (channel: string) => number;
  /** Whether the app told that person something in private that they have not seen. */
  waits: (person: string) => boolean;
}

/** Counts what came since a person last looked at a place; `place` is looked at now. */
export function useUnread(shown: Shown | null, me: string, place: string): Unread {
  const [seen, setSeen] = useStored<Record<string, string>>("seen", {});
  const last = shown?.messages.findLast((message) => message.channel === place)?.ts;
  const isPrivate = shown?.channels.some((one) => one.id === place && one.kind === "im");
  useEffect(() => {
    const keys = [`${me} ${place}`, ...(isPrivate ? [me] : [])];
    if (!last || keys.every((key) => (seen[key] ?? "") >= last)) return;
    setSeen((old) => ({ ...old, ...Object.fromEntries(keys.map((key) => [key, last])) }));
  }, [isPrivate, last, me, place, seen, setSeen]);
  return {
    in: (channel) => {
      const until = seen[`${me} ${channel}`] ?? "";
      const found = shown?.messages.filter(
        (one) => one.channel === channel && one.user !== me && one.ts > until,
      );
      return found?.length ?? 0;
    },
    waits: (person) => (shown?.latest[person] ?? "") > (seen[person] ?? ""),
  };
}
