import { useWorkspace } from "../workspace";

/** The short path through the demo; a step takes one to where it is done. */
export function Guide() {
  const { shown, become } = useWorkspace();
  const done = shown.guide.filter((step) => step.done).length;
  return (
    <section className="guide" aria-label="A short path through the demo">
      <h2>{`Try it · ${done} of ${shown.guide.length}`}</h2>
      <ol>
        {shown.guide.map((step) => (
          <li key={step.name} className={step.done ? "done" : ""}>
            <button
              type="button"
              title={step.hint}
              onClick={() => become(step.person, step.place, step.type)}
            >
              <span className="tick" aria-hidden="true">
                {step.done ? "✓" : ""}
              </span>
              {step.title}
              {step.done && <span className="hidden"> (done)</span>}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
