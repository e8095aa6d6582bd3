import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";

export interface Choice {
  value: string;
  label: string;
  note?: string;
  group?: string;
}

interface Props {
  id?: string;
  name: string;
  choices: Choice[];
  chosen: Choice[];
  several: boolean;
  /** How many may be chosen, where several may. */
  most?: number;
  clears: boolean;
  search?: (query: string) => Promise<Choice[]>;
  shortest: number;
  choose: (values: string[]) => void;
}

const PAUSE = 200;

/** A field that opens a list and narrows it down as one types. */
export function Combobox({
  id,
  name,
  choices,
  chosen,
  several,
  most = Infinity,
  clears,
  search,
  shortest,
  choose,
}: Props) {
  const listId = useId();
  const root = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState<string | null>(null);
  const [found, setFound] = useState<Choice[] | null>(null);
  const [at, setAt] = useState(0);
  const open = query !== null;
  const wanted = (query ?? "").toLowerCase();

  useEffect(() => {
    if (!search || query === null || query.length < shortest) return setFound(null);
    let late = false;
    const timer = window.setTimeout(async () => {
      const answer = await search(query);
      if (!late) setFound(answer);
    }, PAUSE);
    return () => {
      late = true;
      window.clearTimeout(timer);
    };
    // `search` is another function each time it is drawn; the query alone asks anew.
  }, [query, shortest]);

  useEffect(() => {
    if (open) root.current?.querySelector("ul")?.scrollIntoView({ block: "nearest" });
  }, [open, found]);
  useEffect(() => {
    root.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [at, query]);

  const listed = search
    ? (found ?? [])
    : choices.filter(({ label }) => label.toLowerCase().includes(wanted));
  const known = chosen.map(({ value }) => value);
  // What was chosen and is not told back yet: the next choice adds to it.
  const ahead = useRef<string[] | null>(null);
  if (ahead.current?.join() === known.join()) ahead.current = null;
  const values = ahead.current ?? known;
  const take = (next: string[]) => {
    if (several) ahead.current = next;
    choose(next);
  };
  const pick = (choice: Choice) => {
    setQuery(null);
    if (!several) return take([choice.value]);
    const rest = values.filter((value) => value !== choice.value);
    if (rest.length < values.length) take(rest);
    else if (values.length < most) take([...values, choice.value]);
  };
  const press = (event: KeyboardEvent) => {
    const picked = listed[at];
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return setQuery("");
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((at + step + listed.length) % Math.max(1, listed.length));
    } else if (event.key === "Enter" && open) {
      event.preventDefault();
      if (picked) pick(picked);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      setQuery(null);
    } else if (event.key === "Backspace" && several && !query && values.length) {
      take(values.slice(0, -1));
    }
  };
  const single = several ? "" : (chosen[0]?.label ?? "");
  const empty =
    search && (query ?? "").length < shortest
      ? "Type to search"
      : search && !found
        ? "Looking …"
        : "No such choice";
  return (
    <div className={`combobox${several ? " several" : ""}`} ref={root}>
      {several &&
        chosen.map((choice) => (
          <span className="chip" key={choice.value}>
            {choice.label}
            <button
              type="button"
              aria-label={`Take out ${choice.label}`}
              onClick={() => pick(choice)}
            >
              ×
            </button>
          </span>
        ))}
      <input
        id={id}
        role="combobox"
        aria-label={id ? undefined : name}
        aria-expanded={open}
        aria-controls={listId}
        aria-activedescendant={open && listed[at] ? `${listId}-${at}` : undefined}
        autoComplete="off"
        placeholder={several && chosen.length ? "" : name}
        value={query ?? single}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onClick={() => {
          setQuery("");
          setAt(
            Math.max(
              0,
              choices.findIndex(({ value }) => value === values[0]),
            ),
          );
        }}
        onBlur={() => setQuery(null)}
        onKeyDown={press}
      />
      {clears && !several && chosen.length > 0 && !open && (
        <button
          type="button"
          className="clear"
          aria-label="Choose nothing"
          onClick={() => take([])}
        >
          ×
        </button>
      )}
      <span className="arrow" aria-hidden="true">
        ▾
      </span>
      {open && (
        <ul
          id={listId}
          role="listbox"
          aria-multiselectable={several}
          onMouseDown={(event) => event.preventDefault()}
        >
          {listed.map((choice, number) => (
            <li
              key={choice.value}
              id={`${listId}-${number}`}
              role="option"
              aria-selected={number === at}
              className={values.includes(choice.value) ? "chosen" : ""}
              onMouseMove={() => setAt(number)}
              onClick={() => pick(choice)}
            >
              {choice.group && choice.group !== listed[number - 1]?.group && <b>{choice.group}</b>}
              {choice.label}
              {choice.note && <small>{choice.note}</small>}
            </li>
          ))}
          {listed.length === 0 && <li className="none">{empty}</li>}
        </ul>
      )}
    </div>
  );
}
