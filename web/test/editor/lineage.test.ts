/** Every act that brings text from elsewhere says where each character comes from. */
import { TextSelection } from "prosemirror-state";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { insertDivider } from "../../src/editor/divider";
import { placeText } from "../../src/editor/write-door";
import type { Claim } from "../../src/model/claims";
import { Archive } from "./archive";
import { Board, copy, cut, drag, drop, lift, paste, pasteOutside } from "./hands";
import { DOCUMENT, exchange, expectShowsText, newDocument, Site } from "./sites";

/** What client 1 wrote before; every letter is there once. */
const START = newDocument([
  { insert: "abcd" },
  { insert: "\n", attributes: { header: 2 } },
  { insert: "efgh" },
  { insert: "\n", attributes: { list: "bullet" } },
  { insert: "ij" },
  { insert: "kl", attributes: { bold: true } },
]);

let sites: Site[] = [];
let archive: Archive;
let ann: Site;
let ben: Site;

beforeEach(() => {
  archive = new Archive(START);
  ann = enter(10);
  ben = enter(11);
  ann.select(1).type("A").select(7).type("EF").select(14).type("I");
  exchange(ann, ben);
  ben.select(2).type("B").select(10).type("G").select(17).type("JK");
  exchange(ann, ben);
  expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
});

afterEach(() => {
  exchange(...sites);
  for (const site of sites) expectShowsText(site);
  for (const site of sites) site.destroy();
  sites = [];
});

function enter(client: number, start = START): Site {
  const site = new Site(client, { start });
  sites.push(site);
  archive.follow(site);
  return site;
}

/** Who wrote a letter up to `l`: small ones client 1, capitals Ann or Ben. */
function writerOf(letter: string): string {
  if (/[a-z]/.test(letter)) return "client 1";
  return /[BGJK]/.test(letter) ? "client 11" : "client 10";
}

/** All letters still have their writers, wherever they are. */
function expectWriters(): void {
  exchange(...sites);
  for (const { unit, origin } of archive.origins()) {
    if (/[a-l]/i.test(unit)) expect(origin, unit).toBe(writerOf(unit));
  }
}

/** How many units claims of this kind speak of. */
const claimed = (key: "from" | "origin" | "suggestion") =>
  archive.all.reduce((sum, claim) => sum + (key in claim ? claim.to.length : 0), 0);

describe("cut and paste", () => {
  it("moves text of several writers, with its line ends", () => {
    ann.select(1, 18);
    const board = cut(ann);
    expect(ann.string).toBe("aKjkl\n");
    ann.select(4);
    paste(ann, board);
    expect(ann.string).toBe("aKjkABbcd\neEFGfgh\niIJl\n");
    expectWriters();
    expect(claimed("from")).toBe(17);
    expect(claimed("origin")).toBe(0);
  });

  it("claims one run for what is consecutive on both sides", () => {
    ann.select(3, 6);
    const board = cut(ann);
    ann.select(0);
    paste(ann, board);
    expect(ann.string).toBe("bcdaAB\neEFGfgh\niIJKjkl\n");
    expect(archive.all).toEqual([
      { to: { client: 10, clock: expect.any(Number), length: 3 }, from: { client: 1, clock: 1 } },
    ]);
  });

  it("travels in one update with the text", () => {
    ann.select(1, 5);
    const board = cut(ann);
    ann.outbox.length = 0;
    ann.select(8);
    paste(ann, board);
    expect(ann.outbox).toHaveLength(1);
    const claims = Y.decodeUpdate(ann.outbox[0] as Uint8Array).structs.filter(
      (struct) => struct instanceof Y.Item && struct.content instanceof Y.ContentAny,
    );
    expect(claims).toHaveLength(1);
    ben.receive(ann.outbox.splice(0)[0] as Uint8Array);
    expect(ben.doc.getArray("lineage").length).toBe(archive.all.length);
  });

  it("pastes a second time what was pasted, from the same place", () => {
    ann.select(0, 6);
    const board = cut(ann);
    ann.select(1);
    paste(ann, board);
    paste(ann, board);
    expectWriters();
    expect(claimed("from")).toBe(12);
  });

  it("puts what was cut over a selection that has some of it", () => {
    ann.select(0, 6);
    const board = copy(ann);
    ann.select(2, 12);
    paste(ann, board);
    expect(ann.string).toBe("aAaABbcdgh\niIJKjkl\n");
    expectWriters();
    expect(claimed("from")).toBe(6);
  });
});

describe("copied text", () => {
  it("has the ids it had when it was copied, whatever happens before it is pasted", () => {
    ann.select(1, 14);
    const board = copy(ann);
    ben.select(0, 12).press("Backspace");
    ben.select(1).type("mnp");
    exchange(ann, ben);
    ann.select(0).press("Enter");
    paste(ann, board);
    expectWriters();
    expect(claimed("from")).toBe(13);
    const unclaimed = archive.origins().filter(({ unit }) => /[mnp]/.test(unit));
    expect(unclaimed.map(({ origin }) => origin)).toEqual(Array(3).fill("client 11"));
  });

  it("is known after a reload", () => {
    ann.select(0, 18);
    const board = copy(ann);
    exchange(ann, ben);
    const again = enter(12, Y.encodeStateAsUpdate(ann.doc));
    again.select(23);
    paste(again, board);
    expect(again.string).toBe("aABbcd\neEFGfgh\niIJKjklaABbcd\neEFGfgh\niIJ\n");
    exchange(ann, ben, again);
    expectWriters();
    expect(claimed("from")).toBe(18);
  });

  it("is known when only its plain text is pasted, with any line ends", () => {
    ann.select(2, 12);
    const { plain } = copy(ann);
    ann.select(20);
    paste(ann, Board.of({ "text/plain": plain.getData("text/plain").replace("\n", "\r\n") }));
    expectWriters();
    expect(claimed("from")).toBe(10);
    expect(claimed("origin")).toBe(0);
  });

  it("is not taken for what was copied before it", () => {
    ann.select(0, 2);
    copy(ann);
    ann.select(2, 4);
    const { plain } = copy(ann);
    ann.select(20);
    paste(ann, plain);
    expectWriters();
    expect(claimed("from")).toBe(2);
  });

  it("goes into code as its plain text", () => {
    ann.select(18).press("Ctrl+Alt+c");
    ann.select(1, 14);
    const board = copy(ann);
    ann.select(18);
    paste(ann, board);
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJABbcd\neEFGfghKjkl\n");
    expectWriters();
    expect(claimed("from")).toBe(13);
  });

  it("goes into a list, and over the format of the line", () => {
    ann.select(2, 9);
    const board = copy(ann);
    ann.select(12);
    paste(ann, board);
    expect(ann.string).toBe("aABbcd\neEFGfBbcd\neEgh\niIJKjkl\n");
    expectWriters();
    expect(claimed("from")).toBe(7);
  });

  it("is from outside as far as it was changed on the way to code", () => {
    ann.select(6).press("Enter");
    ann.type("---");
    ann.select(26).press("Ctrl+Alt+c");
    ann.select(3, 14);
    const board = copy(ann);
    expect(board.getData("text/plain")).toBe("bcd\n---\n\neEFG");
    ann.select(26);
    paste(ann, board);
    expectWriters();
    expect(claimed("from")).toBe(10);
    expect(claimed("origin")).toBe(3);
  });

  it("is from outside when it was changed elsewhere on the way", () => {
    ann.select(0, 6);
    const html = copy(ann).getData("text/html").replace("AB", "XY");
    ann.select(18);
    pasteOutside(ann, html, "aXYbcd");
    exchange(ann, ben);
    expect(claimed("from")).toBe(0);
    expect(claimed("origin")).toBe(6);
  });

  it("is from outside when its ids never came here", () => {
    const { html } = copiedIn(new Site(30).type("same"), 0, 4);
    ann.select(0);
    pasteOutside(ann, html);
    expect(archive.all.map((claim) => Object.keys(claim))).toEqual([["to", "origin"]]);
  });

  it("is from outside when its ids hold other text here", () => {
    const { html } = copiedIn(new Site(30, { start: newDocument([{ insert: "zyx" }]) }), 0, 3);
    ann.select(0);
    pasteOutside(ann, html);
    expect(claimed("origin")).toBe(3);
    expect(claimed("from")).toBe(0);
  });

  it.each([
    "",
    "{",
    "null",
    "[]",
    '{"document":"d_here"}',
    '{"document":"d here","runs":[],"check":1}',
    '{"document":"d_here","runs":[[1,0,-1]],"check":1}',
    '{"document":"d_here","runs":[[1,0,1.5]],"check":1}',
    '{"document":"d_here","runs":[[1,2147483647,4]],"check":1}',
    '{"document":"d_here","runs":[[1,0,4]],"check":1}',
    '{"document":"d_here","runs":{"length":1},"check":1}',
  ])("with the reference %s is from outside", (reference) => {
    const html = `<p data-byline='${reference}'>abcd</p>`;
    ann.select(0);
    pasteOutside(ann, html);
    expect(ann.string).toMatch(/^abcda/);
    expect(claimed("origin")).toBe(4);
    expect(claimed("from")).toBe(0);
  });

  it("keeps no text in its reference", () => {
    ann.select(0, 20);
    const html = copy(ann).getData("text/html");
    const said = /data-byline="([^"]*)"/.exec(html)?.[1]?.replaceAll("&quot;", '"') ?? "";
    expect(JSON.parse(said)).toEqual({
      document: DOCUMENT,
      runs: expect.any(Array),
      check: expect.any(Number),
    });
  });

  it("can be copied by a reader", () => {
    const reader = new Site(12, { start: Y.encodeStateAsUpdate(ann.doc), readonly: true });
    const board = copy(reader.select(0, 10));
    reader.destroy();
    ann.select(20);
    paste(ann, board);
    expectWriters();
    expect(claimed("from")).toBe(10);
  });

  it("comes without the white space that a system puts around it", () => {
    ann.select(0, 9);
    const html = copy(ann).getData("text/html");
    ann.select(20);
    const wrapped = `<html>\r\n<body>\r\n<!--StartFragment-->${html}<!--EndFragment-->\r\n</body>\r\n</html>`;
    pasteOutside(ann, wrapped);
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjaABbcd\neEkl\n");
    expectWriters();
    expect(claimed("from")).toBe(9);
  });
});

/** The HTML that a site copies. */
function copiedIn(site: Site, from: number, to: number) {
  const board = copy(site.select(from, to));
  site.destroy();
  return { html: board.getData("text/html"), plain: board.getData("text/plain") };
}

describe("text from another document", () => {
  it("is claimed for that document", () => {
    const options = { start: newDocument([{ insert: "one\ntwo" }]), documentId: "d_other" };
    const { html } = copiedIn(new Site(40, options), 1, 6);
    ann.select(22);
    pasteOutside(ann, html);
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjklne\ntw\n");
    expect(archive.all).toEqual([
      {
        to: { client: 10, clock: expect.any(Number), length: 5 },
        from: { client: 1, clock: 1 },
        document: "d_other",
      },
    ]);
  });

  it("moved on from here is from here", () => {
    const options = { start: newDocument([{ insert: "one" }]), documentId: "d_other" };
    ann.select(6);
    pasteOutside(ann, copiedIn(new Site(40, options), 0, 3).html);
    ann.select(0, 9);
    paste(ann.select(0, 9), cut(ann));
    const foreign = archive.origins().filter(({ origin }) => origin.startsWith("d_other"));
    expect(foreign.map(({ unit }) => unit).join("")).toBe("one");
    expectShowsText(ann);
  });
});

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

function place(from: number, to: number, text: string): void {
  archive.suggestions.set("s_9", text);
  ann.select(from, to);
  const { selection } = ann.state;
  const target = from === to ? { at: selection.from } : { from: selection.from, to: selection.to };
  placeText(ann.view, target, text, [
    { length: text.length, source: { suggestion: "s_9", at: 0 } },
  ]);
}

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
    const { from } = { from: { client: 1, clock: 1 } };
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

describe("a large insertion", () => {
  it("is claimed in portions, each small enough for a message with its claims", () => {
    const words = Array.from({ length: 3000 }, (_, i) => `${i} `);
    const big = newDocument([{ insert: "\n" }]);
    const site = new Site(50, { start: big });
    // Written backwards, so that no two words follow one another by number.
    for (const word of words) site.text.insert(0, word);
    site.select(0, site.string.length - 1);
    const board = copy(site);
    const { doc } = site.state;
    site.view.dispatch(site.state.tr.setSelection(TextSelection.atEnd(doc)));
    site.outbox.length = 0;
    paste(site, board);
    expect(site.string).toHaveLength(2 * words.join("").length + 3);
    const [update] = site.outbox as [Uint8Array];
    const kinds = Y.decodeUpdate(update).structs.map((struct) =>
      struct instanceof Y.Item ? struct.content.constructor.name : "",
    );
    expect(kinds.filter((kind) => kind === "ContentAny").length).toBeGreaterThan(2);
    expect(site.doc.getArray("lineage").length).toBeGreaterThanOrEqual(words.length);
    site.destroy();
  });
});
