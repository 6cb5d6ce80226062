/** Authorship for tests: only what a test cares about has to be said. */
import type { Span, SuggestionSource } from "../../src/wire/authorship";
import type { Person } from "../../src/wire/types";

export function span(given: Partial<Span> & Pick<Span, "client" | "clock" | "length">): Span {
  const origin = given.origin ?? "typed";
  const isElsewhere = origin === "moved" || origin === "copied" || origin === "restored";
  return {
    author: "p_ada",
    placed_by: given.author === undefined ? "p_ada" : given.author,
    at: 1_700_000_000_000,
    origin,
    written: isElsewhere ? "typed" : origin,
    suggestion: null,
    suggestion_at: null,
    undeclared: false,
    source: null,
    ...given,
  };
}

export function suggestion(given: Partial<SuggestionSource> = {}): SuggestionSource {
  return {
    id: "s_1",
    number: 12,
    label: "Shorter",
    text: "words",
    instruction: null,
    recipe: "shorten",
    model: "Built-in, no model",
    asked_by: "p_bo",
    at: 1,
    document: null,
    changed: { placed: 5, kept: 5, by: [] },
    ...given,
  };
}

export const ADA: Person = {
  id: "p_ada",
  name: "Ada",
  initials: "AL",
  colour: 3,
  kind: "account",
};
export const BO: Person = { id: "p_bo", name: "Bo", initials: "BN", colour: 5, kind: "guest" };

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
