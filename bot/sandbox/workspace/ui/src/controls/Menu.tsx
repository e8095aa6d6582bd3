import { withEmoji } from "../emoji";
import { useSurface } from "../surface";
import type { Element, Held, Option } from "../types";
import { type Names, useNames } from "../names";
import { type Choice, Combobox } from "./Combobox";
import type { ControlProps } from "./Control";
import { useHeld } from "./useHeld";

const SHORTEST_QUERY = 3;

function optionChoice(option: Option): Choice {
  return {
    value: option.value ?? "",
    label: withEmoji(option.text.text),
    note: option.description?.text,
  };
}

function people(names: Names): Choice[] {
  const members = names.people.filter((person) => !person.bot && !person.away);
  return members.map(({ id, name }) => ({ value: id, label: name }));
}

function channels(names: Names, element: Element): Choice[] {
  const named = names.channels.filter((channel) => channel.kind !== "im");
  const wanted = element.filter?.include;
  const fits = (kind: string) =>
    !wanted || wanted.includes(kind === "public_channel" ? "public" : "private");
  return named
    .filter(({ kind }) => fits(kind))
    .map(({ id, name }) => ({ value: id, label: `# ${name}` }));
}

function offered(names: Names, element: Element): Choice[] {
  if (element.type.includes("users")) return people(names);
  if (/channels|conversations/.test(element.type)) return channels(names, element);
  const grouped = element.option_groups?.flatMap(({ label, options }) =>
    options.map((option) => ({ ...optionChoice(option), group: label.text })),
  );
  return grouped ?? element.options?.map(optionChoice) ?? [];
}

function chosen(held: Held, choices: Choice[]): Choice[] {
  const options = held.selected_options ?? (held.selected_option ? [held.selected_option] : []);
  const one = held.selected_user ?? held.selected_channel ?? held.selected_conversation;
  const ids =
    held.selected_users ??
    held.selected_channels ??
    held.selected_conversations ??
    (one ? [one] : []);
  const named = ids.map(
    (id) => choices.find(({ value }) => value === id) ?? { value: id, label: id },
  );
  return [...options.map(optionChoice), ...named];
}

/** A select of any kind: its own options, people, channels, or those the app offers. */
export function Menu({ block, element, id }: ControlProps) {
  const names = useNames();
  const { options } = useSurface();
  const { held, put } = useHeld(block, element);
  const choices = offered(names, element);
  const several = element.type.startsWith("multi_");
  const search = async (query: string) => (await options(element, query)).map(optionChoice);
  return (
    <Combobox
      id={id}
      name={element.placeholder?.text ?? "Choose"}
      choices={choices}
      chosen={chosen(held, choices)}
      several={several}
      most={element.max_selected_items}
      clears={block.type === "input" && Boolean(block.optional)}
      search={element.type.includes("external") ? search : undefined}
      shortest={element.min_query_length ?? SHORTEST_QUERY}
      choose={(values) => void put(several ? values : (values[0] ?? null))}
    />
  );
}
