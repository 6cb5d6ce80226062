// @vitest-environment node
import { expect, it } from "vitest";
import { completeAuthorship, completeSpans } from "../../src/wire/before-lineage";
import { span, suggestion } from "../authorship/spans";

const told = {
  client: 1,
  clock: 0,
  length: 3,
  author: "p_ada",
  placed_by: "p_ada",
  at: 1,
  origin: "typed",
  suggestion: null,
  undeclared: false,
} as const;

it("completes what an older server says of a span", () => {
  expect(completeSpans([told, { ...told, origin: "adopted", author: null }])).toEqual([
    { ...told, written: "typed", suggestion_at: null, source: null },
    {
      ...told,
      origin: "adopted",
      author: null,
      written: "adopted",
      suggestion_at: null,
      source: null,
    },
  ]);
  expect(completeSpans([{ ...told, origin: "moved" }])[0]?.written).toBe("unknown");
});

it("leaves alone what is complete", () => {
  const spans = [span({ client: 1, clock: 0, length: 1 })];
  expect(completeSpans(spans)).toBe(spans);
  const whole = {
    seq: 1,
    generation: "g",
    people: {},
    suggestions: { s_1: suggestion() },
    documents: { d_2: { id: "d_2", title: "The plan" } },
    spans,
  };
  expect(completeAuthorship(whole)).toEqual(whole);
});

it("completes an older server's whole answer", () => {
  const { document: _, changed: __, ...older } = suggestion();
  const whole = { seq: 1, generation: "g", people: {}, suggestions: { s_1: older }, spans: [told] };
  const found = completeAuthorship(whole);
  expect(found.documents).toEqual({});
  expect(found.suggestions.s_1).toMatchObject({ document: null, changed: { placed: 0, kept: 0 } });
});
