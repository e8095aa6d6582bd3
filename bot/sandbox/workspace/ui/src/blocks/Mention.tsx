import { nameOf, useNames } from "../names";

export function Mention({ id }: { id: string }) {
  const { people, me } = useNames();
  const name = nameOf(people, id);
  return <span className={`mention${id === me.id ? " of-me" : ""}`}>@{name}</span>;
}
