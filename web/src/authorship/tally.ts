/** How many characters of the live text are whose, counted chunk by chunk and never twice. */
import type { Span } from "../wire/authorship";
import type { PersonId } from "../wire/types";
import { type Attributed, attributed, type Kind } from "./attribution";
import { type Chunk, mayHold } from "./chunk";
import type { ContentIndex } from "./content-index";
import type { AuthorshipStore } from "./store";

/** Of one person, or of one suggestion, or of nobody known. */
export interface Count {
  readonly kind: Exclude<Kind, "typed" | "saving"> | "person";
  readonly person: PersonId | null;
  readonly suggestion: string | null;
  /** What can be seen: white space is nobody's achievement. */
  characters: number;
  /** All UTF-16 code units. */
  units: number;
}

export interface Tally {
  readonly counts: ReadonlyMap<string, Readonly<Count>>;
  /** Characters that can be seen and that were moved or copied to where they are. */
  readonly moved: number;
  readonly copied: number;
}

/** From so many new spans on, everything is counted anew. */
const MANY_SPANS = 500;

export class Tallies {
  readonly #content: ContentIndex;
  readonly #store: Pick<AuthorshipStore, "spans" | "own">;
  #known = new WeakMap<Chunk, Tally>();

  constructor(content: ContentIndex, store: Pick<AuthorshipStore, "spans" | "own">) {
    this.#content = content;
    this.#store = store;
  }

  /** These spans are new; null when anything may be. */
  forget(spans: readonly Span[] | null): void {
    if (spans === null || spans.length > MANY_SPANS) {
      this.#known = new WeakMap();
      return;
    }
    for (const chunk of this.#content.chunks) {
      if (spans.some((span) => mayHold(chunk, span))) this.#known.delete(chunk);
    }
  }

  /** Counts what is not counted yet, as long as `hasTime`; the sum, or null when there is more to do. */
  sum(hasTime: () => boolean): Tally | null {
    const tallies: Tally[] = [];
    for (const chunk of this.#content.chunks) {
      let tally = this.#known.get(chunk);
      if (!tally) {
        if (!hasTime()) return null;
        tally = tallyOf(chunk, attributed(chunk.pieces, this.#store.spans, this.#store.own));
        this.#known.set(chunk, tally);
      }
      tallies.push(tally);
    }
    return added(tallies);
  }
}

/** The counts of one chunk. */
function tallyOf({ text }: Chunk, pieces: Iterable<Attributed>): Tally {
  const counts = new Map<string, Count>();
  const sums = { moved: 0, copied: 0 };
  for (const piece of pieces) {
    const characters = visibleCharacters(text, piece.index, piece.index + piece.length);
    add(counts, { ...holderOf(piece), characters, units: piece.length });
    const origin = piece.span?.origin;
    if (origin === "moved" || origin === "copied") sums[origin] += characters;
  }
  return { counts, ...sums };
}

function holderOf({ kind, author, suggestion }: Attributed): Omit<Count, "characters" | "units"> {
  if (kind !== "typed" && kind !== "saving") return { kind, person: null, suggestion };
  return author === null
    ? { kind: "unknown", person: null, suggestion: null }
    : { kind: "person", person: author, suggestion: null };
}

function added(tallies: readonly Tally[]): Tally {
  const counts = new Map<string, Count>();
  const sums = { moved: 0, copied: 0 };
  for (const tally of tallies) {
    for (const count of tally.counts.values()) add(counts, { ...count });
    sums.moved += tally.moved;
    sums.copied += tally.copied;
  }
  return { counts, ...sums };
}

function add(counts: Map<string, Count>, count: Count): void {
  const key = `${count.kind} ${count.person ?? count.suggestion ?? ""}`;
  const known = counts.get(key);
  if (!known) {
    counts.set(key, count);
    return;
  }
  known.characters += count.characters;
  known.units += count.units;
}

function visibleCharacters(text: string, from: number, to: number): number {
  let n = 0;
  for (let i = from; i < to; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x20 && unit !== 0xa0) n += 1;
  }
  return n;
}
