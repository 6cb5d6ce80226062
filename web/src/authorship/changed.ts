/** How much of the placed words of suggestions people have changed since. */
import type { Changed } from "../wire/authorship";
import type { Tally } from "./tally";

/** The share from 0 to 1; 0 where nothing was placed. */
export function changedShare({ placed, kept, by }: Changed): number {
  const inserted = by.reduce((n, each) => n + each.inserted, 0);
  return placed + inserted === 0 ? 0 : (placed - kept + inserted) / (placed + inserted);
}

/** A share in whole percent, as people expect it: nothing is 0, and only everything is 100. */
export function changedPercent(share: number): number {
  if (share <= 0) return 0;
  return Math.min(Math.max(Math.round(share * 100), 1), share < 1 ? 99 : 100);
}

/** How many code units of each suggestion are in the text. */
export function unitsBySuggestion({ counts }: Tally): Map<string, number> {
  const units = new Map<string, number>();
  for (const { suggestion, units: n } of counts.values()) {
    if (suggestion !== null) units.set(suggestion, (units.get(suggestion) ?? 0) + n);
  }
  return units;
}

/**
 * What the server said of a suggestion, brought up to now.
 *
 * @param before how many of its code units were in the text when the server said it.
 * @param now how many are.
 */
export function changedNow(changed: Changed, before: number, now: number): Changed {
  const kept = Math.min(changed.placed, Math.max(0, changed.kept + now - before));
  return { ...changed, kept };
}
