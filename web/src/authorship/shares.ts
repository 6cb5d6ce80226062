/** How much of the live text is whose. */
import type { PersonId } from "../wire/types";
import type { Count, Tally } from "./tally";

export interface Share {
  readonly kind: Count["kind"];
  /** Whose words, for kind `person`. */
  readonly person: PersonId | null;
  readonly characters: number;
  /** From 0 to 1. */
  readonly share: number;
}

/** The shares, people first and the larger before the smaller; none of a text in which nothing can be seen. */
export function sharesOf({ counts }: Tally): Share[] {
  const holders = new Map<string, Omit<Share, "share"> & { characters: number }>();
  let total = 0;
  for (const { kind, person, characters } of counts.values()) {
    if (characters === 0) continue;
    total += characters;
    const key = `${kind} ${person ?? ""}`;
    const before = holders.get(key)?.characters ?? 0;
    holders.set(key, { kind, person, characters: before + characters });
  }
  return [...holders.values()]
    .map((holder) => ({ ...holder, share: holder.characters / total }))
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.characters - a.characters);
}

const ORDER: readonly Share["kind"][] = [
  "person",
  "adopted",
  "undeclared",
  "pasted",
  "imported",
  "unknown",
  "pending",
];

/** Whole percents of shares that add up to exactly 100 (largest remainder), in the same order. */
export function percents(list: readonly Share[]): number[] {
  const floors = list.map(({ share }) => Math.floor(share * 100));
  let left = list.length === 0 ? 0 : 100 - floors.reduce((a, b) => a + b, 0);
  const byRemainder = list
    .map(({ share }, at) => ({ at, remainder: share * 100 - Math.floor(share * 100) }))
    .sort((a, b) => b.remainder - a.remainder);
  for (const { at } of byRemainder) {
    if (left <= 0) break;
    floors[at] = (floors[at] ?? 0) + 1;
    left -= 1;
  }
  return floors;
}
