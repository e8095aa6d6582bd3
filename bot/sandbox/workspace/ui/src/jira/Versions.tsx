import type { Version } from "../types";
import { dateOf } from "../times";
import { useWorkspace } from "../workspace";

const WIDE = "(min-width: 1001px)";

/** What is due first, then what has no date; what was released last after all that is open. */
function inOrder(a: Version, b: Version): number {
  if (a.released !== b.released) return Number(a.released) - Number(b.released);
  const [one, other] = [a.date ?? "9999", b.date ?? "9999"];
  return (a.released ? -1 : 1) * one.localeCompare(other) || a.name.localeCompare(b.name);
}

function standing({ released, date, open }: Version): string {
  if (!released) return `${open} open`;
  return date ? `released ${dateOf(date)}` : "released";
}

/** The versions: when they are due, and a button that releases them. Folded where it is narrow. */
export function Versions() {
  const { shown, run } = useWorkspace();
  const versions = [...shown.versions].sort(inOrder);
  return (
    <details className="versions" open={window.matchMedia(WIDE).matches}>
      <summary>Versions</summary>
      {!versions.length && <p className="nothing">None yet.</p>}
      <ul aria-label="Versions">
        {versions.map((version) => (
          <li key={version.id} aria-label={version.name}>
            <p>
              <b>{version.name}</b>
              <small>{standing(version)}</small>
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
    </details>
  );
}
