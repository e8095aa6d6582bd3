/** Instants in the zone of the person who looks. */

export function instant(ts: string): Date {
  return new Date(Number(ts) * 1000);
}

export function timeOf(at: Date, zone: string): string {
  return at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: zone });
}

export function dayOf(at: Date, zone: string): string {
  return at.toLocaleDateString("en-GB", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: zone,
  });
}

export function shortDay(at: Date, zone: string): string {
  return at.toLocaleDateString("en-GB", { day: "numeric", month: "short", timeZone: zone });
}

/** A date such as 2026-12-03, as people write it. */
export function dateOf(day: string): string {
  return new Date(day).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
}

/** `<!date^…>`: https://docs.slack.dev/messaging/formatting-message-text#date-formatting */
export function dateShown(seconds: number, format: string, zone: string, now: Date): string {
  const at = new Date(seconds * 1000);
  const days = new Map([
    [0, "today"],
    [-1, "yesterday"],
    [1, "tomorrow"],
  ]);
  const apart = Math.round((midnight(at, zone) - midnight(now, zone)) / 86_400_000);
  const day = shortDay(at, zone);
  return format
    .replace(/\{date\w*_pretty\}/g, days.get(apart) ?? day)
    .replace(/\{date_long\w*\}/g, dayOf(at, zone))
    .replace(/\{date\w*\}/g, day)
    .replace(/\{time\w*\}/g, timeOf(at, zone));
}

function midnight(at: Date, zone: string): number {
  return Date.parse(at.toLocaleDateString("en-CA", { timeZone: zone }));
}
