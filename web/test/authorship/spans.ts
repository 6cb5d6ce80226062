/** Spans for tests: only what a test cares about has to be said. */
import type { Span } from "../../src/wire/types";

export function span(given: Partial<Span> & Pick<Span, "client" | "clock" | "length">): Span {
  return {
    author: "p_ada",
    placed_by: given.author === undefined ? "p_ada" : given.author,
    at: 1_700_000_000_000,
    origin: "typed",
    suggestion: null,
    undeclared: false,
    ...given,
  };
}

/** A repeatable source of chance (mulberry32). */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}
