import { useEffect, useState } from "react";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const DATE = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const EXACT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** How long before (or after) `now` the moment `at` is, in words; both in ms since the epoch. */
export function relativeTime(at: number, now: number): string {
  const ms = at - now;
  const size = Math.abs(ms);
  if (size < MINUTE) return "just now";
  if (size < HOUR) return RELATIVE.format(whole(ms / MINUTE), "minute");
  if (size < DAY) return RELATIVE.format(whole(ms / HOUR), "hour");
  if (size <= 7 * DAY) return RELATIVE.format(whole(ms / DAY), "day");
  return DATE.format(at);
}

/** What has passed counts when it is complete; what is to come is rounded: a week is "in 7 days". */
function whole(count: number): number {
  return count < 0 ? Math.trunc(count) : Math.round(count);
}

/** A moment in words that stay true while the page is open, exact on hover. */
export function When({ at }: { readonly at: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), MINUTE);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <time dateTime={new Date(at).toISOString()} title={EXACT.format(at)}>
      {relativeTime(at, now)}
    </time>
  );
}
