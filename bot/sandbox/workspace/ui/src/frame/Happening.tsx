import { useEffect, useState } from "react";

import { useWorkspace } from "../workspace";

const STAYS = 6000;

/** What the demo does by itself just now, as long as it does. */
export function Happening() {
  const { told } = useWorkspace().shown;
  const [first] = useState(told.length);
  const [seen, setSeen] = useState(told.length);
  const last = told
    .findLast((line) => line.trimStart().startsWith("* "))
    ?.trim()
    .slice(2);
  useEffect(() => {
    const timer = window.setTimeout(() => setSeen(told.length), STAYS);
    return () => window.clearTimeout(timer);
  }, [told.length]);
  if (!last || told.length === first || seen === told.length) return null;
  return (
    <p className="happening" role="status">
      <b>Just now:</b> {last}
    </p>
  );
}
