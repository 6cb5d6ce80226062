/** Going through a text from author to author. */
import { type Attributed, isAlike } from "./attribution";
import type { AuthoredText } from "./authored-text";

/**
 * The place nearest to `index`, behind it (direction 1) or before it (-1), where the author changes or where
 * somebody else begins to have a hand in it; null if there is none. White space is passed over.
 */
export function nextStop(text: AuthoredText, index: number, direction: 1 | -1): number | null {
  return direction === 1 ? stopBehind(text, index) : stopBefore(text, index);
}

/** A piece in which something can be seen, and where that begins. */
interface Seen {
  readonly piece: Attributed;
  readonly at: number;
}

function stopBehind(text: AuthoredText, index: number): number | null {
  let before: Attributed | null = null;
  for (const { piece } of seen(text, text.backward(index))) {
    before = piece;
    break;
  }
  for (const { piece, at } of seen(text, text.forward(index))) {
    if (at > index && (before === null || !isOneStop(before, piece))) return at;
    before = piece;
  }
  return null;
}

function stopBefore(text: AuthoredText, index: number): number | null {
  let last: Seen | null = null;
  for (const each of seen(text, text.backward(index))) {
    if (last !== null && !isOneStop(last.piece, each.piece)) return last.at;
    last = each;
  }
  return last?.at ?? null;
}

function* seen(text: AuthoredText, pieces: Iterable<Attributed>): Generator<Seen> {
  for (const piece of pieces) {
    const offset = text.content.slice(piece.index, piece.index + piece.length).search(/\S/);
    if (offset >= 0) yield { piece, at: piece.index + offset };
  }
}

function isOneStop(one: Attributed, other: Attributed): boolean {
  return isAlike(one, other) && handIn(one) === handIn(other);
}

/** Who moved, copied or restored somebody else's words, and which of it. */
function handIn({ span }: Attributed): string {
  if (span === null || span.source === null || span.placed_by === span.author) return "";
  return `${span.origin} ${span.placed_by ?? ""}`;
}
