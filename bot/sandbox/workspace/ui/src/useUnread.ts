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
  // What was there when one came is not news; neither is the sample's past while it is filled in.
  const [since, setSince] = useStored("since", "");
  const newest = shown?.messages.at(-1)?.ts ?? "0";
  const isThere = (shown?.filled ?? 0) >= 1;
  useEffect(() => {
    if (isThere && !since) setSince(newest);
  }, [isThere, since, newest, setSince]);
  const news = (ts: string, key: string) => Boolean(since) && ts > since && ts > (seen[key] ?? "");
  const last = shown?.messages.findLast((message) => message.channel === place)?.ts;
  const isPrivate = shown?.channels.some((one) => one.id === place && one.kind === "im");
  useEffect(() => {
    const keys = [`${me} ${place}`, ...(isPrivate ? [me] : [])];
    if (!last || keys.every((key) => (seen[key] ?? "") >= last)) return;
    setSeen((old) => ({ ...old, ...Object.fromEntries(keys.map((key) => [key, last])) }));
  }, [isPrivate, last, me, place, seen, setSeen]);
  return {
    in: (channel) => {
      const found = shown?.messages.filter(
        (one) => one.channel === channel && one.user !== me && news(one.ts, `${me} ${channel}`),
      );
      return found?.length ?? 0;
    },
    waits: (person) => news(shown?.latest[person] ?? "", person),
  };
}
