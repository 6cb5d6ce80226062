// @vitest-environment node
import { describe, expect, it } from "vitest";
import { nextStop } from "../../src/authorship/stops";
import { authored } from "./authored";

const BO = { author: "p_bo", placed_by: "p_bo" };
const SOURCE = { client: 9, clock: 0, document: null };

describe("going from author to author", () => {
  const { text, at } = authored(
    ["\nAda wrote", {}],
    ["\n\n", BO],
    ["and more", {}],
    ["\nBo wrote", BO],
    [" and ", BO],
    ["Ada moved this", { ...BO, placed_by: "p_ada", origin: "moved", source: SOURCE }],
    [" Bo moved this", { ...BO, origin: "moved", source: SOURCE }],
    ["\nwords", { author: null, origin: "adopted", suggestion: "s_1" }],
    ["\n", {}],
  );
  const stops = [
    at("Ada wrote"),
    at("Bo wrote"),
    at("Ada moved"),
    at(" Bo moved") + 1,
    at("words"),
  ];

  it("passes over white space and over whoever goes on, and stops where somebody has a hand in it", () => {
    const found: number[] = [];
    for (let index = nextStop(text, 0, 1); index !== null; index = nextStop(text, index, 1)) {
      found.push(index);
    }
    expect(found).toEqual(stops);
  });

  it("is the same way back", () => {
    const found: number[] = [];
    const end = text.content.length;
    for (let index = nextStop(text, end, -1); index !== null; index = nextStop(text, index, -1)) {
      found.push(index);
    }
    expect(found.reverse()).toEqual(stops);
  });

  it("goes on from within a passage", () => {
    expect(nextStop(text, at("and more") + 3, 1)).toBe(at("Bo wrote"));
    expect(nextStop(text, at("and more") + 3, -1)).toBe(at("Ada wrote"));
    expect(nextStop(text, at("Bo wrote") + 2, -1)).toBe(at("Bo wrote"));
    expect(nextStop(text, text.content.length, 1)).toBeNull();
    expect(nextStop(text, 0, -1)).toBeNull();
  });
});
