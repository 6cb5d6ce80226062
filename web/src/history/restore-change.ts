/** What bringing back an earlier state takes, as a change of the text as it is now. Pure. */
import type { ContentRun } from "../editor/ids";
import type { ClaimSource, Piece } from "../model/claims";
import {
  type Attributes,
  attributeChange,
  type Delta,
  DeltaBuilder,
  type Embed,
} from "../model/delta";
import type { ComparedRun } from "../wire/history";

export interface Restoring {
  readonly change: Delta;
  readonly source: ClaimSource;
}

/** A stretch of the text as it was, in UTF-16 code units. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const lengthOf = ({ insert }: ComparedRun): number =>
  typeof insert === "string" ? insert.length : 1;

/** Whether a run is there at the moment that is to come back. */
const isThen = ({ change }: ComparedRun): boolean => change !== "deleted";

/**
 * The part of a comparison that is about a stretch of the text as it was then.
 *
 * @param runs a comparison of now with then: what is inserted was there then.
 */
export function within(runs: readonly ComparedRun[], { from, to }: Stretch): ComparedRun[] {
  let index = 0;
  const parts = runs.flatMap((run): ComparedRun[] => {
    if (!isThen(run)) return [index > from && index < to ? run : without(run)];
    const length = lengthOf(run);
    const first = Math.min(length, Math.max(0, from - index));
    const last = Math.min(length, Math.max(first, to - index));
    index += length;
    return [without(cut(run, 0, first)), cut(run, first, last), without(cut(run, last, length))];
  });
  return parts.filter((run) => lengthOf(run) > 0);
}

/** The run as something that stays as it is; nothing of one that is not there now. */
function without(run: ComparedRun): ComparedRun {
  const { insert, span } = run;
  return run.change === "inserted" ? { insert: "", span } : { insert, span };
}

function cut(run: ComparedRun, from: number, to: number): ComparedRun {
  if (typeof run.insert !== "string") return from < to ? run : { ...run, insert: "" };
  const span = { ...run.span, clock: run.span.clock + from, length: to - from };
  return { ...run, insert: run.insert.slice(from, to), span };
}

/**
 * The change that brings back what a comparison says was there. What others have written meanwhile
 * stays; what they have deleted meanwhile is not deleted again.
 *
 * @param live the ids of the text as it is now, in its order.
 * @param runs a comparison of now with then, or a part of it.
 */
export function restoring(live: Iterable<ContentRun>, runs: readonly ComparedRun[]): Restoring {
  const places = new Places(live);
  const edits = new Edits();
  for (const run of runs) {
    if (run.change === "inserted") edits.insert(places.end, run);
    else {
      for (const { index, length } of places.take(run)) {
        if (run.change === "deleted") edits.delete(index, length);
        else if (run.change === "formatted") edits.format(index, length, formatChange(run));
      }
    }
  }
  return edits.build();
}

function formatChange({ before, attributes }: ComparedRun): Attributes | undefined {
  return attributeChange(before ?? {}, attributes ?? {});
}

/** Where the ids of the live text are. */
class Places {
  readonly #runs = new Map<number, ContentRun[]>();
  /** The model index behind what was taken last. */
  end = 0;

  constructor(live: Iterable<ContentRun>) {
    for (const run of live) {
      const known = this.#runs.get(run.client);
      if (known) known.push(run);
      else this.#runs.set(run.client, [run]);
    }
    for (const runs of this.#runs.values()) runs.sort((one, other) => one.clock - other.clock);
  }

  /** The ids of a run that are live, as stretches of the model in their order. */
  take({ span, insert }: ComparedRun): { index: number; length: number }[] {
    const end = span.clock + (typeof insert === "string" ? insert.length : 1);
    const runs = this.#runs.get(span.client) ?? [];
    const found: { index: number; length: number }[] = [];
    for (let at = firstEndingBehind(runs, span.clock); at < runs.length; at++) {
      const run = runs[at] as ContentRun;
      const first = Math.max(run.clock, span.clock);
      const last = Math.min(run.clock + run.length, end);
      if (first >= end) break;
      if (first < last) found.push({ index: run.index + first - run.clock, length: last - first });
    }
    for (const { index, length } of found) this.end = Math.max(this.end, index + length);
    return found;
  }
}

function firstEndingBehind(runs: readonly ContentRun[], clock: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle] as ContentRun;
    if (run.clock + run.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Edits in the order of the text, as one change. */
class Edits {
  readonly #builder = new DeltaBuilder();
  readonly #pieces: Piece[] = [];
  #text = "";
  #read = 0;

  insert(index: number, { insert, attributes, span }: ComparedRun): void {
    this.#goTo(index);
    this.#builder.insert(insert as string | Embed, attributes);
    const { client, clock } = span;
    const isText = typeof insert === "string";
    this.#text += isText ? insert : "\ufffc";
    this.#pieces.push({
      length: isText ? insert.length : 1,
      source: isText ? { from: { client, clock } } : null,
    });
  }

  delete(index: number, length: number): void {
    this.#goTo(index);
    this.#builder.delete(length);
    this.#read = index + length;
  }

  format(index: number, length: number, attributes: Attributes | undefined): void {
    if (!attributes) return;
    this.#goTo(index);
    this.#builder.retain(length, attributes);
    this.#read = index + length;
  }

  build(): Restoring {
    return {
      change: this.#builder.build(),
      source: { text: this.#text, pieces: this.#pieces, rest: null },
    };
  }

  #goTo(index: number): void {
    this.#builder.retain(index - this.#read);
    this.#read = index;
  }
}
