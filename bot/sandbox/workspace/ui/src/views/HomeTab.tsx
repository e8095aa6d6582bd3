import { useEffect } from "react";

import type { View } from "../types";
import { appName, useWorkspace } from "../workspace";
import { HomeBlocks } from "./HomeBlocks";

/** The App Home; looking at it asks the app for it. */
export function HomeTab() {
  const { shown, run } = useWorkspace();
  const home: View | null = shown.home;
  useEffect(() => void run("home"), []);
  return (
    <>
      <header className="pane-header">
        <h1>{appName(shown)} · Home</h1>
      </header>
      <div className="home">
        {home ? <HomeBlocks view={home} /> : <p className="nothing">Nothing here yet.</p>}
      </div>
    </>
  );
}
