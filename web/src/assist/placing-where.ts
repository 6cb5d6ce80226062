/** Where a mark in the text is, in words, for those who cannot see it. */

import type { Node } from "prosemirror-model";

export interface Neighbours {
  /** The last words before the place, within its line; empty at the line's start. */
  readonly before: string;
  /** The first words behind it; empty at the line's end. */
  readonly after: string;
}

/** How many words on either side say enough. */
const WORDS = 4;

/** The words around a position. */
export function neighbours(doc: Node, at: number): Neighbours {
  const place = doc.resolve(at);
  const line = place.parent;
  const text = (from: number, to: number): string => line.textBetween(from, to, "", "");
  const before = text(0, place.parentOffset).trim();
  const after = text(place.parentOffset, line.content.size).trim();
  return { before: lastWords(before), after: firstWords(after) };
}

function lastWords(text: string): string {
  const words = text.split(/\s+/);
  return words.length <= WORDS ? text : `…${words.slice(-WORDS).join(" ")}`;
}

function firstWords(text: string): string {
  const words = text.split(/\s+/);
  return words.length <= WORDS ? text : `${words.slice(0, WORDS).join(" ")}…`;
}
