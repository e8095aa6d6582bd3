import type { Completion } from "./completion";

interface Props {
  id: string;
  offered: Completion[];
  chosen: Completion;
  take: (completion: Completion) => void;
}

export function Completions({ id, offered, chosen, take }: Props) {
  return (
    <ul
      className="completions"
      id={id}
      role="listbox"
      aria-label="Completions"
      onMouseDown={(event) => event.preventDefault()}
    >
      {offered.map((completion, number) => (
        <li
          key={completion.text}
          ref={completion === chosen ? (it) => it?.scrollIntoView({ block: "nearest" }) : undefined}
          id={`${id}-${number}`}
          role="option"
          aria-selected={completion === chosen}
          onClick={() => take(completion)}
        >
          <b>{completion.label}</b>
          <small>{completion.note}</small>
        </li>
      ))}
    </ul>
  );
}
