import { useEffect, useState } from "react";

/** State that a reload of this tab keeps. */
export function useStored<T>(name: string, first: T): [T, (value: T | ((old: T) => T)) => void] {
  const [value, setValue] = useState<T>(() => {
    const kept = sessionStorage.getItem(name);
    return kept === null ? first : (JSON.parse(kept) as T);
  });
  useEffect(() => sessionStorage.setItem(name, JSON.stringify(value)), [name, value]);
  return [value, setValue];
}
