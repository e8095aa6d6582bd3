const COLOURS = 8;

function initials(name: string): string {
  const words = name.replace(/^Sample /, "").split(/\s+/);
  return words
    .map((word) => word[0] ?? "")
    .join("")
    .slice(0, 2)
    .toUpperCase();
}

/** A coloured square with a person's initials; the app has a tick. */
export function Avatar({ id, name, bot = false }: { id: string; name: string; bot?: boolean }) {
  const shade = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLOURS;
  return (
    <span className={`avatar ${bot ? "of-app" : `shade-${shade}`}`} aria-hidden="true">
      {bot ? "✓" : initials(name)}
    </span>
  );
}
