/** What the card is about: a stretch of text that came to its place in one way. */
import type { Origin } from "../wire/authorship";
import type { PersonId } from "../wire/types";
import type { Attributed, Attribution } from "./attribution";
import { isAlike } from "./attribution";
import type { AuthoredText } from "./authored-text";

export interface Passage extends Attribution {
  readonly index: number;
  readonly length: number;
  /** How the words got here; null while the server has not spoken. */
  readonly origin: Origin | null;
  readonly placedBy: PersonId | null;
  /** When the part that was asked about arrived, ms since the epoch. */
  readonly at: number | null;
  /** Its ids, in the order of the text. */
  readonly pieces: readonly Attributed[];
}

/** What is placed in one go arrives within this time. */
const ONE_GO_MS = 60_000;

/** The passage around an index; null behind the end of the text. */
export function passageAt(text: AuthoredText, index: number): Passage | null {
  const here = text.at(index);
  const pieces = text.around(index, isSamePassage);
  const [first] = pieces;
  const last = pieces[pieces.length - 1];
  if (here === null || !first || !last) return null;
  return {
    index: first.index,
    length: last.index + last.length - first.index,
    kind: here.kind,
    author: here.author,
    suggestion: here.suggestion,
    origin: here.span?.origin ?? null,
    placedBy: here.span?.placed_by ?? null,
    at: here.span?.at ?? null,
    pieces,
  };
}

function isSamePassage(one: Attributed, other: Attributed): boolean {
  if (!isAlike(one, other)) return false;
  const [a, b] = [one.span, other.span];
  if (a === null || b === null) return a === b;
  if (a.origin !== b.origin || a.placed_by !== b.placed_by) return false;
  if ((a.source?.document ?? null) !== (b.source?.document ?? null)) return false;
  return a.origin === "typed" || Math.abs(a.at - b.at) < ONE_GO_MS;
}
