import { createContext, useContext } from "react";

import type { Channel, Outcome, Person, Shown } from "./types";

/** What drawing a message needs: it seldom changes, so that messages are seldom drawn again. */
export interface Names {
  people: Person[];
  channels: Channel[];
  groups: Shown["groups"];
  me: Person;
  dark: boolean;
  now: () => Date;
  go: (place: string, thread?: string | null) => void;
  openJira: (query: string) => void;
  /** Do it as this person; what went wrong is shown. */
  run: (name: string, body?: Record<string, unknown>) => Promise<Outcome>;
}

export const NamesContext = createContext<Names | null>(null);

export function useNames(): Names {
  const found = useContext(NamesContext);
  if (!found) throw new Error("outside the workspace");
  return found;
}

export function nameOf(people: Person[], id: string): string {
  return people.find((person) => person.id === id)?.name ?? id;
}
