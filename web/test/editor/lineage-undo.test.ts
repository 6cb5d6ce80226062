/** Text that undo, redo or taking back a shortcut brings back says what it was before. */
import { describe, expect, it } from "vitest";
import { insertDivider } from "../../src/editor/divider";
import type { Claim } from "../../src/model/claims";
import {
  ann,
  archive,
  ben,
  claimed,
  expectWriters,
  place,
  START,
  withAnnAndBen,
} from "./ann-and-ben";
import { cut, paste } from "./hands";
import { exchange, Site } from "./sites";

withAnnAndBen();

describe("undo and redo", () => {
  const undo = () => void ann.press("Ctrl+z");
  const redo = () => void ann.press("Ctrl+y");

  it("claim what comes back for its originals, in a transaction of its own", () => {
    ann.select(1, 18).press("Backspace");
    ann.outbox.length = 0;
    undo();
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
    expect(ann.outbox).toHaveLength(2);
    for (const update of ann.outbox) ben.receive(update);
    ann.outbox.length = 0;
    expectWriters();
    expect(claimed("from")).toBe(17);
  });

  it("are exact over many rounds", () => {
    ann.select(1, 18).press("Backspace");
    ann.select(1).type("XYZ");
    for (let round = 0; round < 4; round++) {
      undo();
      undo();
      expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
      expectWriters();
      redo();
      redo();
      expect(ann.string).toBe("aXYZKjkl\n");
      expectWriters();
    }
    expect(claimed("from")).toBe(4 * (17 + 3));
  });

  it("are no steps to undo themselves", () => {
    ann.select(0, 6).press("Backspace");
    undo();
    undo();
    expect(ann.string).not.toMatch(/I/);
    redo();
    redo();
    expect(ann.string).toBe("\neEFGfgh\niIJKjkl\n");
    expectWriters();
  });

  it("find the parts of what others split since, and what they joined", () => {
    ann.select(0, 6).press("Backspace");
    ben.select(9).type("Q");
    exchange(ann, ben);
    undo();
    exchange(ann, ben);
    ben.select(3).press("Enter");
    ben.select(3).press("Backspace");
    exchange(ann, ben);
    redo();
    undo();
    expectWriters();
    expect(ann.string).toContain("Q");
  });

  it("of what was deleted piece by piece, and by others too", () => {
    for (let i = 0; i < 3; i++) ann.select(3, 4).press("Backspace");
    ben.select(0, 2).press("Backspace");
    exchange(ann, ben);
    for (let i = 0; i < 3; i++) undo();
    expect(ann.string).toBe("Bbcd\neEFGfgh\niIJKjkl\n");
    expectWriters();
    expect(claimed("from")).toBe(3);
  });

  it("of cut, paste, placing and moving", () => {
    const text = ann.string;
    ann.select(1, 9);
    const board = cut(ann);
    undo();
    redo();
    ann.select(3);
    paste(ann, board);
    undo();
    redo();
    place(4, 9, "p q\nrs");
    undo();
    redo();
    ann.select(2).press("Alt+Shift+ArrowDown");
    undo();
    redo();
    expectWriters();
    const placed = archive.origins().filter(({ origin }) => origin.startsWith("s_9"));
    expect(placed.map(({ unit }) => unit).join("")).toBe("rsp q\n");
    expect(placed.map(({ origin }) => origin.slice(4)).join("")).toBe("450123");
    for (let i = 0; i < 4; i++) undo();
    expect(ann.string).toBe(text);
    expectWriters();
  });

  it("claim nothing for embeds and formats, nor where nothing came back", () => {
    ann.select(0, 6).press("Ctrl+b");
    undo();
    insertDivider(ann.select(6).state, ann.view.dispatch);
    undo();
    redo();
    expect(ann.string).toContain("\ufffc");
    // Only the line end beside it.
    expect(claimed("from")).toBe(1);
  });

  it("do nothing for a reader", () => {
    let editable = true;
    const site = new Site(12, { start: START, editable: () => editable });
    site.select(0).type("X");
    editable = false;
    site.outbox.length = 0;
    site.press("Ctrl+z");
    expect(site.string).toMatch(/^X/);
    expect(site.outbox).toEqual([]);
    site.destroy();
  });
});

describe("a shortcut that is taken back", () => {
  it("brings back the signs that somebody else typed", () => {
    ben.select(7).type("#");
    exchange(ann, ben);
    ann.select(8).type(" ");
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
    ann.press("Backspace");
    expect(ann.string).toBe("aABbcd\n# eEFGfgh\niIJKjkl\n");
    exchange(ann, ben);
    expect(archive.told().join()).toContain("client 11: #,client 10:  ");
    expectWriters();
  });

  it("on both sides of words", () => {
    ben.select(7).type("**").select(16).type("*");
    exchange(ann, ben);
    ann.select(17).type("*");
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
    ann.press("Backspace");
    expect(ann.string).toBe("aABbcd\n**eEFGfgh**\niIJKjkl\n");
    exchange(ann, ben);
    const stars = archive.origins().filter(({ unit }) => unit === "*");
    expect(stars.map(({ origin }) => origin)).toEqual([
      "client 11",
      "client 11",
      "client 11",
      "client 10",
    ]);
    expectWriters();
  });
});

describe("the list of claims", () => {
  it("may be emptied by others at any time", () => {
    ann.select(1, 9);
    const board = cut(ann);
    ann.select(3);
    paste(ann, board);
    exchange(ann, ben);
    const lineage = ben.doc.getArray<Claim>("lineage");
    ben.doc.transact(() => lineage.delete(0, lineage.length));
    exchange(ann, ben);
    ann.press("Ctrl+z");
    ann.press("Ctrl+z");
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
    exchange(ann, ben);
    expect(lineage.length).toBeGreaterThan(0);
    expect(ann.doc.getArray("lineage").toJSON()).toEqual(lineage.toJSON());
    expectWriters();
  });
});
