import { useWorkspace } from "../workspace";

/** How far the sample workspace is filled; one may look around meanwhile. */
export function Filling() {
  const { filled, weather } = useWorkspace().shown;
  const words = weather.connected
    ? "Five weeks of sample requests and answers are acted out …"
    : "The bot is starting …";
  return (
    <p className="filling" role="status">
      <span>{words}</span>
      <progress value={filled} aria-label="How much of it is done" />
    </p>
  );
}
