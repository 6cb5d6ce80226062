import { describe, expect, it } from "vitest";
import { sameProperties } from "./use-selected";

describe("parts of a changing value", () => {
  it("are the same when every property is", () => {
    const list = [1];
    expect(sameProperties({ a: 1, list }, { a: 1, list })).toBe(true);
    expect(sameProperties({ a: Number.NaN }, { a: Number.NaN })).toBe(true);
  });

  it("differ when one does, also by identity only", () => {
    expect(sameProperties({ a: 1, b: 2 }, { a: 1, b: 3 })).toBe(false);
    expect(sameProperties({ list: [1] }, { list: [1] })).toBe(false);
  });
});
