import { useEffect } from "react";

import type { View } from "../types";
import { useWorkspace } from "../workspace";
import { AppHeader } from "./AppHeader";
import { HomeBlocks } from "./HomeBlocks";

/** The App Home; looking at it asks the app for it. */
export function HomeTab() {
  const { shown, run } = useWorkspace();
  const home: View | null = shown.home;
  useEffect(() => void run("home"), []);
  return (
    <>
      <AppHeader />
      <div className="home">
        {home ? <HomeBlocks view={home} /> : <p className="nothing">Nothing here yet.</p>}
      </div>
    </>
  );
}
