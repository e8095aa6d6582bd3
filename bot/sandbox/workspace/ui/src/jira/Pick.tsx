interface Props {
  name: string;
  value: string;
  choices: string[];
  choose: (value: string) => void;
  none?: string;
  kind?: string;
}

/** One field of an issue, changed at once. */
export function Pick({ name, value, choices, choose, none, kind = "" }: Props) {
  const listed = value && !choices.includes(value) ? [value, ...choices] : choices;
  return (
    <select
      className={`pick ${kind}`}
      aria-label={name}
      value={value}
      onChange={(event) => choose(event.target.value)}
    >
      {none !== undefined && <option value="">{none}</option>}
      {listed.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}
