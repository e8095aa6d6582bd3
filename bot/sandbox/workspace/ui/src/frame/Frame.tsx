import { useCallback, useEffect, useMemo, useState } from "react";

import { act } from "../acts";
import { type Names, NamesContext } from "../names";
import { useStored } from "../stored";
import type { Person, Shown } from "../types";
import { useUnread } from "../useUnread";
import { Modals } from "../views/Modals";
import { HOME, JIRA, type Workspace, WorkspaceContext, appChannel } from "../workspace";
import { Pane } from "./Pane";
import { Sidebar } from "./Sidebar";
import { Toast } from "./Toast";
import { TopBar } from "./TopBar";

/** The id of a conversation of two. */
const DIRECT = /^D/;

interface Props {
  shown: Shown;
  me: Person;
  lost: boolean;
  theme: { dark: boolean; toggle: () => void };
  /** What stands in the composer at first. */
  typed: string;
  type: (text: string) => void;
  become: (person: string) => void;
}

/** The page around what one looks at: where one is, and what everything may ask and do. */
export function Frame({ shown, me, lost, theme, typed, type, become }: Props) {
  const [chosen, choose] = useStored("place", "");
  const [thread, setThread] = useState<string | null>(null);
  const [jiraQuery, setJiraQuery] = useState("");
  const [drawer, setDrawer] = useState(false);
  const [note, setNote] = useState("");
  const { people, channels, groups, clock } = shown;
  const known = channels.some((one) => one.id === chosen) || [HOME, JIRA].includes(chosen);
  // Whoever talked with the app does so as somebody else too, in a conversation of their own.
  const direct = DIRECT.test(chosen) ? appChannel(shown)?.id : undefined;
  const place = known ? chosen : (direct ?? channels[0]?.id ?? "");
  const unread = useUnread(shown, me.id, place);

  const run = useCallback(
    async (name: string, body: Record<string, unknown> = {}) => {
      const outcome = await act(name, { me: me.id, ...body });
      if (outcome.note) setNote(outcome.note);
      return outcome;
    },
    [me.id],
  );
  const go = useCallback(
    (to: string, root: string | null = null) => {
      choose(to);
      setThread(root);
      setDrawer(false);
      type("");
    },
    [choose, type],
  );
  useEffect(() => void run("look", { place }), [place, run]);

  const names = useMemo<Names>(
    () => ({
      people,
      channels,
      groups,
      me,
      dark: theme.dark,
      now: () => new Date(Date.now() + clock * 1000),
      go,
      openJira: (query) => {
        setJiraQuery(query);
        go(JIRA);
      },
      run,
    }),
    [people, channels, groups, me, theme.dark, clock, go, run],
  );
  const workspace: Workspace = {
    ...names,
    shown,
    place,
    thread,
    jiraQuery,
    note,
    become: (other, to = place, text = "") => {
      become(other);
      go(to);
      type(text);
    },
  };
  return (
    <NamesContext.Provider value={names}>
      <WorkspaceContext.Provider value={workspace}>
        <div className={`frame${drawer ? " with-drawer" : ""}${thread ? " with-thread" : ""}`}>
          <TopBar theme={theme} unread={unread} openDrawer={() => setDrawer(!drawer)} lost={lost} />
          <Sidebar unread={unread} close={() => setDrawer(false)} />
          <Pane typed={typed} />
        </div>
        <Modals key={`modals ${me.id}`} />
        <Toast note={note} close={() => setNote("")} />
      </WorkspaceContext.Provider>
    </NamesContext.Provider>
  );
}
