/** Text from the clipboard says where each character comes from. */
import { TextSelection } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { ann, archive, ben, claimed, enter, expectWriters, withAnnAndBen } from "./ann-and-ben";
import { Board, copy, cut, paste, pasteOutside } from "./hands";
import { DOCUMENT, exchange, expectShowsText, newDocument, Site } from "./sites";

withAnnAndBen();

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
