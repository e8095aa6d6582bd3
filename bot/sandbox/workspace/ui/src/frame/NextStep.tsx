import { useStored } from "../stored";
import { useWorkspace } from "../workspace";

/** What to try next, above the pane, until it is put away. */
export function NextStep() {
  const { shown, me, place, become } = useWorkspace();
  const [away, putAway] = useStored("guide-away", false);
  const number = shown.guide.findIndex((step) => !step.done);
  const step = shown.guide[number];
  if (away) return null;
  const there = step && me.id === step.person && place === step.place;
  return (
    <aside className="next-step" role="status">
      {step ? (
        <p>
          <b>{`${number + 1}. ${step.title}`}</b>
          <span>{step.hint}</span>
        </p>
      ) : (
        <p>
          <b>That was it.</b>
          <span>Look around: another person, another week, other weather.</span>
        </p>
      )}
      {step && (!there || step.type) && (
        <button
          type="button"
          className="button primary"
          onClick={() => become(step.person, step.place, step.type)}
        >
          {there ? "Type it for me" : "Take me there"}
        </button>
      )}
      <button
        type="button"
        className="close"
        aria-label="Put the guide away"
        onClick={() => putAway(true)}
      >
        ×
      </button>
    </aside>
  );
}
