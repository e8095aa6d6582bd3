import type { Issue } from "../types";
import { useWorkspace } from "../workspace";
import { Pick } from "./Pick";

const SIGNS: Record<string, string> = { Epic: "⚡", Story: "▮", Bug: "●", Task: "✔" };

/** One issue; everything on it can be changed in place. */
export function IssueRow({ issue }: { issue: Issue }) {
  const { shown, run } = useWorkspace();
  const { statuses, priorities, people } = shown.jira;
  const versions = shown.versions.filter(
    ({ project, released, name }) =>
      project === issue.project && (!released || issue.versions.includes(name)),
  );
  const change = (act: string) => (to: string) => void run(act, { issue: issue.id, to });
  return (
    <li
      className={`issue${issue.flagged ? " flagged" : ""}`}
      aria-label={`${issue.key} ${issue.summary}`}
    >
      <p className="summary">
        <span
          className={`type type-${issue.type.toLowerCase()}`}
          title={issue.type}
          aria-hidden="true"
        >
          {SIGNS[issue.type] ?? "▪"}
        </span>
        <b>{issue.key}</b> {issue.summary}
      </p>
      <div className="picks">
        <Pick
          name="Status"
          kind={`status ${issue.status.category}`}
          value={issue.status.name}
          choices={statuses.map(({ name }) => name)}
          choose={change("jira.move")}
        />
        <Pick
          name="Priority"
          value={issue.priority}
          choices={priorities}
          choose={change("jira.priority")}
        />
        <Pick
          name="Assignee"
          value={issue.assignee}
          none="Nobody"
          choices={people}
          choose={change("jira.assign")}
        />
        <Pick
          name="Version"
          value={issue.versions[0] ?? ""}
          none="No version"
          choices={versions.map(({ name }) => name)}
          choose={change("jira.version")}
        />
        <button
          type="button"
          className="flag"
          aria-pressed={issue.flagged}
          aria-label="Flag: something blocks it"
          title={issue.flagged ? "Take the flag off" : "Flag it"}
          onClick={() => void run("jira.flag", { issue: issue.id, on: !issue.flagged })}
        >
          ⚑
        </button>
      </div>
    </li>
  );
}
