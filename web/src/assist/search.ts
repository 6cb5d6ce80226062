/** Finding a request among those asked before. */
import type { Asked } from "./panel-state";

/** The requests that hold every word of `wanted`, in what was asked about, asked for or suggested. */
export function searched(asked: readonly Asked[], wanted: string): readonly Asked[] {
  const words = folded(wanted).split(/\s+/).filter(Boolean);
  if (words.length === 0) return asked;
  return asked.filter((one) => {
    const text = folded(wordsOf(one));
    return words.every((word) => text.includes(word));
  });
}

function wordsOf({ passage, instruction, askedBy, cards }: Asked): string {
  const parts = cards.flatMap((card) => [
    card.number === null ? "" : `S${card.number}`,
    card.label,
    card.edited ?? card.text,
  ]);
  return [passage.text, instruction ?? "", askedBy?.name ?? "", ...parts].join("\n");
}

/** Without case and accents. */
function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
}
