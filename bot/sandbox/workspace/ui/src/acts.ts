import type { Outcome } from "./types";

export const ENDED = "The demo has ended. Start it again to go on.";

/** Tell the server what was done; its outcome, with a note for the reader when it was not. */
export async function act(name: string, body: Record<string, unknown>): Promise<Outcome> {
  try {
    const answer = await fetch(`/acts/${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
      return (await answer.json()) as Outcome;
    }
    return { ok: false, note: `The demo could not do that (${answer.status}).` };
  } catch {
    return { ok: false, note: ENDED };
  }
}
