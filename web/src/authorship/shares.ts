/** How much of the live text is whose. */
import type { PersonId } from "../wire/types";
import type { AuthorRun } from "./runs";

export interface Share {
  readonly kind:
    | "person"
    | "adopted"
    | "undeclared"
    | "pasted"
    | "imported"
    | "unknown"
    | "pending";
  /** Whose words, for kind `person`. */
  readonly person: PersonId | null;
  readonly characters: number;
  /** From 0 to 1. */
  readonly share: number;
}

/**
 * The shares of `runs`, people first and the larger before the smaller.
 * `text` decides what counts: white space does not, so that empty lines are nobody's achievement.
 */
export function shares(runs: readonly AuthorRun[], text: string): Share[] {
  const counts = new Map<string, { kind: Share["kind"]; person: PersonId | null; n: number }>();
  let total = 0;
  for (const run of runs) {
    const n = visibleCharacters(text, run.index, run.index + run.length);
    if (n === 0) continue;
    total += n;
    const kind = shareKind(run);
    const person = kind === "person" ? run.author : null;
    const key = `${kind} ${person ?? ""}`;
    const entry = counts.get(key) ?? { kind, person, n: 0 };
    entry.n += n;
    counts.set(key, entry);
  }
  return [...counts.values()]
    .map(({ kind, person, n }) => ({ kind, person, characters: n, share: n / total }))
    .sort((a, b) => rank(a.kind) - rank(b.kind) || b.characters - a.characters);
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

function rank(kind: Share["kind"]): number {
  return ORDER.indexOf(kind);
}

function shareKind(run: AuthorRun): Share["kind"] {
  if (run.kind !== "typed" && run.kind !== "saving") return run.kind;
  return run.author === null ? "unknown" : "person";
}

function visibleCharacters(text: string, from: number, to: number): number {
  let n = 0;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x20 && unit !== 0xa0) n += 1;
  }
  return n;
}

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
