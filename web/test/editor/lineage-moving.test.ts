/** Dragged text and moved lines say where each character comes from. */
import { describe, expect, it } from "vitest";
import { ann, archive, ben, claimed, expectWriters, withAnnAndBen } from "./ann-and-ben";
import { Board, drag, drop, lift } from "./hands";
import { exchange, type Site } from "./sites";

withAnnAndBen();

describe("dragging", () => {
  it.each([
    ["down", 1, 9, 16],
    ["up", 9, 20, 2],
    ["within a line", 0, 3, 5],
    ["to the end", 5, 10, 22],
    ["to the start", 12, 22, 0],
  ])("moves what is selected %s", (_, from, to, index) => {
    const before = [...ann.string].sort();
    ann.select(from, to);
    drag(ann, index);
    expect([...ann.string].sort()).toEqual(before);
    expectWriters();
    expect(claimed("from")).toBe(to - from);
  });

  it("copies while the key is held", () => {
    ann.select(1, 9);
    drag(ann, 16, true);
    expect(ann.string).toBe("aABbcd\neEFGfgh\niABbcd\neEIJKjkl\n");
    expectWriters();
    expect(claimed("from")).toBe(8);
  });

  it("takes along what others wrote into it meanwhile", () => {
    ann.select(0, 6);
    const board = lift(ann);
    ben.select(3).type("x");
    exchange(ann, ben);
    drop(ann, board, 12);
    expect(ann.string).toBe("\neEFGaABxbcdfgh\niIJKjkl\n");
    exchange(ann, ben);
    const x = archive.origins().find(({ unit }) => unit === "x");
    expect(x?.origin).toBe("client 11");
    expect(claimed("from")).toBe(7);
  });

  it("is nothing where it ends in itself, or where all of it is gone", () => {
    ann.select(0, 6);
    drag(ann, 3);
    const board = lift(ann.select(0, 6));
    ben.select(0, 6).press("Backspace");
    exchange(ann, ben);
    drop(ann, board, 10);
    expect(ann.string).toBe("\neEFGfgh\niIJKjkl\n");
    expect(archive.all).toEqual([]);
  });

  it("from another window of this document is a copy", () => {
    const board = lift(ben.select(1, 6));
    drop(ann, board, 12);
    expect(ann.string).toBe("aABbcd\neEFGfABbcdgh\niIJKjkl\n");
    expectWriters();
    expect(claimed("from")).toBe(5);
  });

  it("from outside is pasted", () => {
    drop(ann, Board.of({ "text/plain": "out" }), 2);
    expect(archive.told()[2]).toBe("outside: out");
  });
});

describe("moving lines", () => {
  const up = "Alt+Shift+ArrowUp";
  const down = "Alt+Shift+ArrowDown";

  it.each([
    ["the second up", 8, 8, up, "eEFGfgh\naABbcd\niIJKjkl\n", 8],
    ["the first down", 2, 2, down, "eEFGfgh\naABbcd\niIJKjkl\n", 7],
    ["the last up", 17, 17, up, "aABbcd\niIJKjkl\neEFGfgh\n", 8],
    ["the second to the end", 8, 8, down, "aABbcd\niIJKjkl\neEFGfgh\n", 8],
    ["two to the end", 2, 9, down, "iIJKjkl\naABbcd\neEFGfgh\n", 15],
    ["two to the start", 9, 17, up, "eEFGfgh\niIJKjkl\naABbcd\n", 16],
  ])("%s claims its words and its line ends", (_, from, to, key, text, units) => {
    ann.select(from, to).press(key);
    expect(ann.string).toBe(text);
    expectWriters();
    expect(claimed("from")).toBe(units);
  });

  it("moves only what was deleted: no claim is a copy", () => {
    const before = new Set(ann.string);
    for (const key of [up, up, down, down, up]) ann.select(17).press(key);
    expect(new Set(ann.string)).toEqual(before);
    const live = new Set(liveIds(ann));
    for (const claim of archive.all) {
      if ("from" in claim) expect(live.has(`${claim.from.client}:${claim.from.clock}`)).toBe(false);
    }
    expectWriters();
  });
});

function liveIds(site: Site): string[] {
  const ids: string[] = [];
  for (let item = site.text._start; item; item = item.right) {
    if (item.deleted) continue;
    for (let i = 0; i < item.length; i++) ids.push(`${item.id.client}:${item.id.clock + i}`);
  }
  return ids;
}
