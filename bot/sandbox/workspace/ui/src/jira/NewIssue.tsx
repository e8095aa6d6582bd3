import { type FormEvent, useState } from "react";

import { useWorkspace } from "../workspace";
import { Pick } from "./Pick";

export function NewIssue() {
  const { shown, run } = useWorkspace();
  const { projects, types } = shown.jira;
  const [summary, setSummary] = useState("");
  const [type, setType] = useState("Story");
  const [project, setProject] = useState(projects[0]?.key ?? "");
  const create = async (event: FormEvent) => {
    event.preventDefault();
    const outcome = await run("jira.create", { project, type, summary });
    if (outcome.ok) setSummary("");
  };
  return (
    <form className="new-issue" onSubmit={(event) => void create(event)}>
      {projects.length > 1 && (
        <Pick
          name="Project"
          value={project}
          choices={projects.map(({ key }) => key)}
          choose={setProject}
        />
      )}
      <Pick name="Type" value={type} choices={types} choose={setType} />
      <input
        className="input"
        aria-label="Summary of a new issue"
        placeholder="What is to be done?"
        maxLength={255}
        value={summary}
        onChange={(event) => setSummary(event.target.value)}
      />
      <button type="submit" className="button primary" disabled={!summary.trim()}>
        Create
      </button>
    </form>
  );
}
