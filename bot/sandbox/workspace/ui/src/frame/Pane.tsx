import { JiraTab } from "../jira/JiraTab";
import { Conversation } from "../messages/Conversation";
import { Thread } from "../messages/Thread";
import { HomeTab } from "../views/HomeTab";
import { HOME, JIRA, useWorkspace } from "../workspace";
import { Filling } from "./Filling";
import { NextStep } from "./NextStep";

/** What one looks at: a conversation with a thread beside it, the Home, or Jira. */
export function Pane({ typed }: { typed: string }) {
  const { shown, me, place, thread, jiraQuery } = useWorkspace();
  const channel = shown.channels.find((one) => one.id === place);
  return (
    <>
      <main className="pane">
        {shown.filled < 1 ? <Filling /> : <NextStep />}
        {place === JIRA && <JiraTab key={jiraQuery} />}
        {place === HOME && <HomeTab key={me.id} />}
        {channel && (
          <Conversation channel={channel} typed={typed} key={`${me.id} ${place} ${typed}`} />
        )}
      </main>
      {channel && thread && <Thread channel={channel} root={thread} key={`${me.id} ${thread}`} />}
    </>
  );
}
