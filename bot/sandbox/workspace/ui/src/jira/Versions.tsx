import { useWorkspace } from "../workspace";

/** The versions: when they are due, and a button that releases them. */
export function Versions() {
  const { shown, run } = useWorkspace();
  const open = (name: string) =>
    shown.issues.filter(
      ({ versions, status }) => versions.includes(name) && status.category !== "done",
    ).length;
  const versions = [...shown.versions].sort((a, b) => Number(a.released) - Number(b.released));
  return (
    <section className="versions" aria-label="Versions">
      <h2>Versions</h2>
      {!versions.length && <p className="nothing">None yet.</p>}
      <ul>
        {versions.map((version) => (
          <li key={version.id} aria-label={version.name}>
            <p>
              <b>{version.name}</b>
              <small>
                {version.released ? `released ${version.date ?? ""}` : `${open(version.name)} open`}
              </small>
            </p>
            {!version.released && (
              <>
                <input
                  type="date"
                  className="input"
                  aria-label={`Date of ${version.name}`}
                  value={version.date ?? ""}
                  onChange={({ target }) =>
                    target.value && void run("jira.date", { version: version.id, to: target.value })
                  }
                />
                <button
                  type="button"
                  className="button"
                  onClick={() => void run("jira.release", { version: version.id })}
                >
                  Release
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
