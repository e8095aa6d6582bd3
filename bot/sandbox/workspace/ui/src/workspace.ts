import { createContext, useContext } from "react";

import type { Names } from "./names";
import type { Channel, Person, Shown } from "./types";

export const HOME = "home";
export const JIRA = "jira";

/** What every component may ask and do. */
export interface Workspace extends Names {
  shown: Shown;
  /** A channel's id, HOME or JIRA. */
  place: string;
  /** The timestamp of the message whose thread is open. */
  thread: string | null;
  jiraQuery: string;
  /** What could not be done a moment ago. */
  note: string;
  become: (person: string, place?: string, typed?: string) => void;
}

export const WorkspaceContext = createContext<Workspace | null>(null);

export function useWorkspace(): Workspace {
  const found = useContext(WorkspaceContext);
  if (!found) throw new Error("outside the workspace");
  return found;
}

export function personNamed(shown: Shown, id: string): Person | undefined {
  return shown.people.find((person) => person.id === id);
}

export function appChannel(shown: Shown): Channel | undefined {
  return shown.channels.find((channel) => channel.kind === "im");
}

export function placeName(shown: Shown, place: string): string {
  if (place === HOME) return "Home";
  if (place === JIRA) return "Jira";
  const channel = shown.channels.find((one) => one.id === place);
  if (!channel) return "";
  return channel.kind === "im" ? appName(shown) : channel.name;
}

export function appName(shown: Shown): string {
  return personNamed(shown, shown.app.user)?.name ?? "App";
}
