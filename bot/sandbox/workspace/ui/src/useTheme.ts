import { useEffect, useState } from "react";

import { useStored } from "./stored";

const DARK = "(prefers-color-scheme: dark)";

/** Light or dark: as the machine says, until one says otherwise. */
export function useTheme(): { dark: boolean; toggle: () => void } {
  const [chosen, choose] = useStored<boolean | null>("dark", null);
  const [system, setSystem] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const media = matchMedia(DARK);
    const listen = () => setSystem(media.matches);
    media.addEventListener("change", listen);
    return () => media.removeEventListener("change", listen);
  }, []);
  const dark = chosen ?? system;
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
  }, [dark]);
  return { dark, toggle: () => choose(!dark) };
}
