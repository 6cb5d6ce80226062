/** Placed text says which of it is the suggestion's, and where in it. */
import { describe, expect, it } from "vitest";
import { placeText } from "../../src/editor/write-door";
import { ann, archive, ben, claimed, expectWriters, place, withAnnAndBen } from "./ann-and-ben";
import { exchange } from "./sites";

withAnnAndBen();

describe("placing", () => {
  const told = () => {
    exchange(ann, ben);
    const placed = archive.origins().filter(({ origin }) => origin.startsWith("s_9"));
    expect(placed.map(({ origin }) => origin)).toEqual(placed.map((_, at) => `s_9 ${at}`));
    return placed.map(({ unit }) => unit).join("");
  };

  it.each([
    ["code", "Ctrl+Alt+c", 2],
    ["a list item", "", 10],
    ["a heading", "", 3],
    ["bold text", "", 21],
  ])("several lines into %s claims every unit", (_, key, index) => {
    if (key) ann.select(index).press(key);
    place(index, index, "mno 🙂\n\nptw\nsuv");
    expect(told()).toBe("mno 🙂\n\nptw\nsuv");
    expectWriters();
  });

  it("claims what the document took of it", () => {
    place(3, 3, "m\u0000no\r\npqr\n");
    exchange(ann, ben);
    const placed = archive.origins().filter(({ origin }) => origin.startsWith("s_9"));
    expect(placed.map(({ unit, origin }) => `${unit} ${origin.slice(4)}`)).toEqual([
      "m 0",
      "n 2",
      "o 3",
      "\n 5",
      "p 6",
      "q 7",
      "r 8",
    ]);
  });

  it("can be of characters that were here before", () => {
    const from = { client: 1, clock: 1 };
    placeText(ann.view, { at: 1 }, "bc", [{ length: 2, source: { from } }]);
    expectWriters();
    expect(claimed("from")).toBe(2);
  });

  it("claims only the pieces that have a source", () => {
    archive.suggestions.set("s_9", "keep this");
    placeText(ann.view, { at: 1 }, "keep MINE this", [
      { length: 5, source: { suggestion: "s_9", at: 0 } },
      { length: 5, source: null },
      { length: 4, source: { suggestion: "s_9", at: 5 } },
    ]);
    exchange(ann, ben);
    expect(archive.told().slice(0, 3)).toEqual(["s_9: keep ", "client 10: MINE ", "s_9: this"]);
    ann.press("Ctrl+z");
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
  });
});
