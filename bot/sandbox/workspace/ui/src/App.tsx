import { useState } from "react";

import { Frame } from "./frame/Frame";
import { useStored } from "./stored";
import { useLive } from "./useLive";
import { useTheme } from "./useTheme";

/** Who one is, and what they see; until it is there, a word of patience. */
export function App() {
  const [me, setMe] = useStored("me", "");
  const [typed, setTyped] = useState("");
  const { shown, as, lost } = useLive(me);
  const theme = useTheme();
  const people = shown?.people.filter((one) => !one.bot && !one.away);
  const person = people?.find((one) => one.id === as) ?? people?.[0];
  if (!shown || !person) {
    return <p className="waiting">{lost ? "The demo is away …" : "Opening …"}</p>;
  }
  return (
    <Frame
      shown={shown}
      me={person}
      lost={lost}
      theme={theme}
      typed={typed}
      type={setTyped}
      become={setMe}
    />
  );
}
