import type { Issue } from "../types";

const KEYS = /[A-Z][A-Z0-9_]*-\d+/g;

/** The issues a search finds: by the keys named in it, else by its words. */
export function matching(issues: Issue[], query: string): Issue[] {
  const keys = new Set(query.match(KEYS));
  if (keys.size) return issues.filter((issue) => keys.has(issue.key));
  const words = query.toLowerCase();
  return issues.filter(({ key, summary }) => `${key} ${summary}`.toLowerCase().includes(words));
}
