/** Authorship by id: for every client, runs of clocks that do not overlap, in order. */
import type { Span } from "../wire/authorship";

/** A part of an id range and what is known about it; null where nothing is known (yet). */
export interface Segment {
  readonly clock: number;
  readonly length: number;
  readonly span: Span | null;
}

export class SpanMap {
  readonly #clients = new Map<number, Span[]>();

  /** Every span, by client and clock. */
  *[Symbol.iterator](): Generator<Span> {
    for (const spans of this.#clients.values()) yield* spans;
  }

  /** Takes what the server says about many runs, in any order; cheapest where nothing was known before. */
  addAll(spans: Iterable<Span>): void {
    const sorted = [...spans].sort((a, b) => a.client - b.client || a.clock - b.clock);
    for (const span of sorted) this.add(span);
  }

  /** Takes what the server says about a run; where something was known before, the new holds. */
  add(span: Span): void {
    if (span.length <= 0) return;
    const spans = this.#clients.get(span.client);
    if (!spans) {
      this.#clients.set(span.client, [span]);
      return;
    }
    const last = spans[spans.length - 1];
    if (!last || last.clock + last.length <= span.clock) spans.push(span);
    else replace(spans, span);
  }

  /** The parts of a range of ids, complete and in order. */
  *segments(client: number, clock: number, length: number): Generator<Segment> {
    const spans = this.#clients.get(client) ?? [];
    const end = clock + length;
    let at = clock;
    for (let i = firstEndingAfter(spans, clock); at < end; i++) {
      const span = spans[i];
      const start = Math.min(end, Math.max(at, span?.clock ?? end));
      if (start > at) yield { clock: at, length: start - at, span: null };
      if (!span || start >= end) return;
      at = Math.min(end, span.clock + span.length);
      yield { clock: start, length: at - start, span };
    }
  }

  /** What is known about one id. */
  at(client: number, clock: number): Span | null {
    for (const segment of this.segments(client, clock, 1)) return segment.span;
    return null;
  }
}

function replace(spans: Span[], span: Span): void {
  const end = span.clock + span.length;
  const from = firstEndingAfter(spans, span.clock);
  let to = from;
  while (to < spans.length && (spans[to]?.clock ?? end) < end) to += 1;
  const pieces = [span];
  const first = spans[from];
  if (first && to > from && first.clock < span.clock)
    pieces.unshift(part(first, first.clock, span.clock));
  const last = spans[to - 1];
  if (last && to > from && last.clock + last.length > end) {
    pieces.push(part(last, end, last.clock + last.length));
  }
  spans.splice(from, to - from, ...pieces);
}

/** The part of a span between two of its clocks; where it comes from goes along by number. */
function part(span: Span, from: number, to: number): Span {
  const by = from - span.clock;
  const { source, suggestion_at } = span;
  return {
    ...span,
    clock: from,
    length: to - from,
    source: source && { ...source, clock: source.clock + by },
    suggestion_at: suggestion_at === null ? null : suggestion_at + by,
  };
}

/** Index of the first span that ends behind `clock`. */
function firstEndingAfter(spans: readonly Span[], clock: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = spans[middle] as Span;
    if (span.clock + span.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}
