/**
 * What is left of a suggestion in the text that somebody made of it inside the card.
 *
 * Whole words that stayed are the suggestion's, wherever they now stand between others; what is new
 * is the person's own. Of a word that was changed nothing is the suggestion's.
 */
import type { Piece } from "../model/claims";
import { countWords, difference } from "./difference";

export interface ServedText {
  /** The suggestion's id. */
  readonly id: string;
  readonly text: string;
}

/** The sources of all units of `edited`, which was made from a suggestion. */
export function piecesOfEdited({ id, text }: ServedText, edited: string): Piece[] {
  if (edited === text) return [{ length: text.length, source: { suggestion: id, at: 0 } }];
  const pieces: Piece[] = [];
  let done = 0;
  const leaveTo = (at: number): void => {
    if (done < at) pieces.push({ length: at - done, source: null });
    done = at;
  };
  for (const { from, at, length } of keptRuns(text, edited)) {
    leaveTo(from);
    pieces.push({ length, source: { suggestion: id, at } });
    done = from + length;
  }
  leaveTo(edited.length);
  return pieces;
}

/** `length` units that are the same, from `at` in the suggestion and from `from` in what became of it. */
interface KeptRun {
  readonly from: number;
  readonly at: number;
  readonly length: number;
}

/** The parts that stayed and have at least one whole word. */
function keptRuns(text: string, edited: string): KeptRun[] {
  const edges = { text: wordEdges(text), edited: wordEdges(edited) };
  const runs: KeptRun[] = [];
  let at = 0;
  for (const part of difference(text, edited)) {
    if (part.kind === "kept") {
      const shift = at - part.at;
      const isEdge = (index: number) => edges.edited.has(index) && edges.text.has(index + shift);
      const { from, to } = shrunk(part.at, part.at + part.text.length, isEdge);
      if (countWords(edited.slice(from, to)) > 0) {
        runs.push({ from, at: from + shift, length: to - from });
      }
    }
    if (part.kind !== "added") at += part.text.length;
  }
  return runs;
}

/** The range without what its ends cut off from a word. */
function shrunk(from: number, to: number, isEdge: (index: number) => boolean) {
  let first = from;
  let end = to;
  while (first < end && !isEdge(first)) first += 1;
  while (end > first && !isEdge(end)) end -= 1;
  return { from: first, to: end };
}

const WORDS = new Intl.Segmenter(undefined, { granularity: "word" });

/** Where words, and what is between them, begin and end. */
function wordEdges(text: string): ReadonlySet<number> {
  const starts = [...WORDS.segment(text)].map(({ index }) => index);
  return new Set([...starts, text.length]);
}
