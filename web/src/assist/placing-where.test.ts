import { describe, expect, it } from "vitest";
import { docFromText } from "../editor/content";
import { neighbours } from "./placing-where";

const doc = docFromText([{ insert: "one two three four five six seven\n\nlast\n" }]);

describe("a place in words", () => {
  it("names the words around it, in its own line", () => {
    expect(neighbours(doc, 15)).toEqual({ before: "one two three", after: "four five six seven" });
    expect(neighbours(doc, 29)).toEqual({ before: "…three four five six", after: "seven" });
  });

  it("has nothing before the start and behind the end of a line", () => {
    expect(neighbours(doc, 1)).toEqual({ before: "", after: "one two three four…" });
    expect(neighbours(doc, 34)).toEqual({ before: "…four five six seven", after: "" });
    expect(neighbours(doc, 36)).toEqual({ before: "", after: "" });
  });
});
