import { useState } from "react";

import { useWorkspace } from "../workspace";
import { IssueRow } from "./IssueRow";
import { NewIssue } from "./NewIssue";
import { Versions } from "./Versions";
import { matching } from "./matching";

const FILTERS = [
  { name: "open", label: "Open", fits: (category: string) => category !== "done" },
  {
    name: "progress",
    label: "In progress",
    fits: (category: string) => category === "indeterminate",
  },
  { name: "done", label: "Done", fits: (category: string) => category === "done" },
  { name: "all", label: "All", fits: () => true },
];

/** The stand-in Jira: issues that can be moved and versions that can be released. */
export function JiraTab() {
  const { shown, jiraQuery, openJira } = useWorkspace();
  const [words, setWords] = useState(jiraQuery);
  const [filter, setFilter] = useState(jiraQuery ? "all" : "open");
  const fits = FILTERS.find(({ name }) => name === filter)?.fits ?? (() => true);
  const found = matching(shown.issues, words).filter((issue) => fits(issue.status.category));
  return (
    <>
      <header className="pane-header">
        <h1>Jira</h1>
        <span className="small">
          {shown.jira.projects.map(({ key, name }) => `${name} (${key})`).join(", ")} ·{" "}
          {shown.jira.issues} issues
        </span>
      </header>
      <div className="jira">
        <section className="issues" aria-label="Issues">
          <NewIssue />
          <div className="filters">
            <input
              type="search"
              className="input"
              aria-label="Search issues"
              placeholder="Key or words"
              value={words}
              onChange={(event) =>
                event.target.value ? setWords(event.target.value) : (setWords(""), openJira(""))
              }
            />
            <div role="group" aria-label="Show">
              {FILTERS.map(({ name, label }) => (
                <button
                  type="button"
                  key={name}
                  aria-pressed={filter === name}
                  onClick={() => setFilter(name)}
                >
                  {label}
                </button>
              ))}
            </div>
          </div>
          <ul>
            {found.map((issue) => (
              <IssueRow issue={issue} key={issue.id} />
            ))}
          </ul>
          {!found.length && (
            <p className="nothing">No such issue among the last {shown.issues.length} changed.</p>
          )}
        </section>
        <Versions />
      </div>
    </>
  );
}
