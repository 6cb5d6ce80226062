/** The live text with its authors: what is asked of it costs as much as the answer is long. */
import { type Attributed, attributed } from "./attribution";
import type { ContentIndex } from "./content-index";
import type { AuthorshipStore } from "./store";

export class AuthoredText {
  readonly content: ContentIndex;
  readonly #store: Pick<AuthorshipStore, "spans" | "own">;

  constructor(content: ContentIndex, store: Pick<AuthorshipStore, "spans" | "own">) {
    this.content = content;
    this.#store = store;
  }

  /** From an index on, cut where something else is known. */
  forward(from: number, to = this.content.length): Generator<Attributed> {
    return attributed(this.content.runs(from, to), this.#store.spans, this.#store.own);
  }

  /** Before an index, from right to left. */
  backward(to: number): Generator<Attributed> {
    return attributed(this.content.runsBefore(to), this.#store.spans, this.#store.own, -1);
  }

  /** What is known about one code unit; null behind the end. */
  at(index: number): Attributed | null {
    for (const found of this.forward(index, index + 1)) return found;
    return null;
  }

  /** The stretch around an index of which `isSame` holds, in pieces and in order. */
  around(index: number, isSame: (one: Attributed, other: Attributed) => boolean): Attributed[] {
    const here = this.at(index);
    if (here === null) return [];
    const pieces: Attributed[] = [];
    for (const piece of this.backward(index)) {
      if (!isSame(piece, here)) break;
      pieces.push(piece);
    }
    pieces.reverse();
    for (const piece of this.forward(index)) {
      if (!isSame(piece, here)) break;
      pieces.push(piece);
    }
    return pieces;
  }
}
