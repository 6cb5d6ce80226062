/** The text of lines in parts that look alike from end to end. */
import { type Attributed, type Attribution, isAlike } from "./attribution";
import type { Line } from "./line-index";

/** Of one line: what looks alike. Positions are ProseMirror's. */
export interface Part extends Attribution {
  readonly from: number;
  readonly to: number;
  /** Whether the reader looks for something else. */
  readonly isDim: boolean;
  /** Whether it goes on with what stands before it in the same line, or with the end of the line before. */
  readonly goesOn: boolean;
}

/** Pieces in the order of the text, and which of them are dimmed. */
export interface Pieces {
  readonly pieces: readonly Attributed[];
  readonly dim: readonly boolean[];
}

/** Cuts pieces along lines, each line once and from top to bottom. */
export class LineParts {
  readonly #pieces: Pieces;
  #next = 0;

  constructor(pieces: Pieces) {
    this.#pieces = pieces;
  }

  of(line: Line): Part[] {
    const { pieces, dim } = this.#pieces;
    while (endOf(pieces[this.#next]) <= line.index) this.#next += 1;
    const end = line.index + line.size - 2;
    const shift = line.pos + 1 - line.index;
    const parts: Part[] = [];
    for (let at = this.#next; at < pieces.length; at++) {
      const piece = pieces[at] as Attributed;
      if (piece.index >= end) break;
      const from = Math.max(piece.index, line.index) + shift;
      const to = Math.min(piece.index + piece.length, end) + shift;
      if (from >= to) continue;
      const isDim = dim[at] === true;
      const look = shownAs(piece);
      const last = parts[parts.length - 1];
      if (last && isAlike(last, look) && last.isDim === isDim) {
        parts[parts.length - 1] = { ...last, to };
      } else {
        const goesOn = this.#goesOn(at, piece.index < line.index);
        parts.push({ ...look, from, to, isDim, goesOn });
      }
    }
    return parts;
  }

  #goesOn(at: number, isCut: boolean): boolean {
    const { pieces } = this.#pieces;
    const [before, piece] = [pieces[at - 1], pieces[at]];
    return isCut || (before !== undefined && piece !== undefined && isAlike(before, piece));
  }
}

function endOf(piece: Attributed | undefined): number {
  return piece ? piece.index + piece.length : Number.POSITIVE_INFINITY;
}

/** Words look the same before the server has confirmed them: nothing flickers while one writes. */
function shownAs({ kind, author, suggestion }: Attributed): Attribution {
  return { kind: kind === "saving" && author !== null ? "typed" : kind, author, suggestion };
}
