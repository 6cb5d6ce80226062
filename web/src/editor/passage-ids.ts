/** Which ids a passage consists of, so that the server knows whose words are in it. */
import type * as Y from "yjs";
import type { TextRun } from "../model/ids";
import type { IdTriple, Passage, PassageIds } from "../wire/types";
import { textRunsBetween } from "./ids";

/**
 * The ids of a passage, which is between two model indexes, and of what surrounds it; without those of
 * a part that the text does not hold.
 */
export function passageIds(
  text: Y.Text,
  passage: Passage,
  { from, to }: { readonly from: number; readonly to: number },
): PassageIds {
  const { before, after } = passage;
  const reach = (part: string): number => 2 * part.length + 64;
  return {
    text: idsOf(textRunsBetween(text, from, to), passage.text),
    before: idsOf(
      lastOf(textRunsBetween(text, Math.max(0, from - reach(before)), from), before),
      before,
    ),
    after: idsOf(firstOf(textRunsBetween(text, to, to + reach(after)), after), after),
  };
}

const words = (runs: readonly TextRun[]): TextRun[] => runs.filter((run) => !run.isEmbed);

/** The runs, as far as the first units of them go that `part` has. */
function firstOf(runs: readonly TextRun[], part: string): TextRun[] {
  const kept: TextRun[] = [];
  let left = part.length;
  for (const run of words(runs)) {
    if (left <= 0) break;
    kept.push({ ...run, text: run.text.slice(0, left) });
    left -= run.text.length;
  }
  return kept;
}

/** The runs, as far as the last units of them go that `part` has. */
function lastOf(runs: readonly TextRun[], part: string): TextRun[] {
  const kept: TextRun[] = [];
  let left = part.length;
  for (const run of words(runs).reverse()) {
    if (left <= 0) break;
    const skipped = Math.max(0, run.text.length - left);
    kept.unshift({ ...run, clock: run.clock + skipped, text: run.text.slice(skipped) });
    left -= run.text.length;
  }
  return kept;
}

function idsOf(runs: readonly TextRun[], expected: string): IdTriple[] {
  const held = words(runs);
  if (held.map((run) => run.text).join("") !== expected) return [];
  return held.map(({ client, clock, text }): IdTriple => [client, clock, text.length]);
}
