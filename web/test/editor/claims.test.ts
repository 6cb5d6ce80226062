/** Claims name exactly the ids of the text that was inserted, and nothing else. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contentRuns } from "../../src/editor/ids";
import { placeText } from "../../src/editor/write-door";
import type { Claim, Piece } from "../../src/model/claims";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

let site: Site;
beforeEach(() => {
  site = new Site(20, {
    start: newDocument([
      { insert: "A heading here" },
      { insert: "\n", attributes: { header: 2 } },
      { insert: "item one" },
      { insert: "\n", attributes: { list: "bullet", indent: 1 } },
      { insert: "bold words", attributes: { bold: true } },
      { insert: "\n" },
    ]),
  });
});
afterEach(() => {
  expectShowsText(site);
  site.destroy();
});

const lineage = () => site.doc.getArray<Claim>("lineage").toJSON() as Claim[];

/** The text behind an id range, found by walking the whole text. */
function textOf({ client, clock, length }: Claim["to"]): string {
  const text = site.string;
  let result = "";
  for (const run of contentRuns(site.text)) {
    if (run.client !== client) continue;
    const from = Math.max(run.clock, clock);
    const to = Math.min(run.clock + run.length, clock + length);
    if (from < to) result += text.slice(run.index + from - run.clock, run.index + to - run.clock);
  }
  return result;
}

/** All of a text is one suggestion's. */
const whole = ({ length }: string, at = 0): Piece[] => [
  { length, source: { suggestion: "s_9", at } },
];

function place(from: number, to: number, text: string, at = 0): void {
  site.select(from, to);
  const { selection } = site.state;
  const target = from === to ? { at: selection.from } : { from: selection.from, to: selection.to };
  placeText(site.view, target, text, whole(text, at));
}

describe("placing", () => {
  it.each([
    ["in a line", 3, 3, "new words"],
    ["several lines in a heading", 3, 3, "one\ntwo\nthree"],
    ["several lines at the end of a list item", 23, 23, "\nnext\nlast"],
    ["in bold text", 29, 29, "plain"],
    ["over a selection across lines", 5, 30, "α 😀\nβ"],
    ["over everything", 0, 34, "all new\n\ntext"],
    ["over a word that it shares letters with", 2, 9, "heating"],
  ])("%s claims every character once, with its place in the suggestion", (_, from, to, text) => {
    place(from, to, text, 7);
    const claims = lineage();
    expect(claims.map(({ to: range }) => textOf(range)).join("")).toBe(text);
    let at = 7;
    for (const claim of claims) {
      expect(claim).toMatchObject({ suggestion: "s_9", at });
      at += claim.to.length;
    }
  });

  it("keeps the formats of the lines it comes into and takes no inline format", () => {
    place(3, 3, "one\ntwo");
    place(32, 32, "plain");
    expect(site.text.toDelta()).toEqual([
      { insert: "A hone" },
      { insert: "\n", attributes: { header: 2 } },
      { insert: "twoeading here" },
      { insert: "\n", attributes: { header: 2 } },
      { insert: "item one" },
      { insert: "\n", attributes: { list: "bullet", indent: 1 } },
      { insert: "b", attributes: { bold: true } },
      { insert: "plain" },
      { insert: "old words", attributes: { bold: true } },
      { insert: "\n\n" },
    ]);
  });

  it("returns the placed range, and the caret is behind it", () => {
    site.select(3);
    const at = site.state.selection.from;
    const placed = placeText(site.view, { at }, "x\ny", whole("x\ny"));
    expect(placed).toEqual({ from: at, to: site.state.selection.from });
    expect(site.state.doc.textBetween(at, site.state.selection.from, "\n")).toBe("x\ny");
  });

  it("travels in the update that brings the text", () => {
    site.outbox.length = 0;
    place(3, 3, "together");
    expect(site.outbox).toHaveLength(1);
  });

  it("of a reader changes nothing", () => {
    const reader = new Site(21, { readonly: true });
    const placed = placeText(reader.view, { at: 1 }, "no", whole("no"));
    reader.view.dispatch(reader.state.tr.insertText("no"));
    expect(placed).toBeNull();
    expect(reader.string).toBe("\n");
    exchange(reader, site);
    reader.destroy();
  });
});

describe("typing, splitting and formatting", () => {
  it("claim nothing", () => {
    site.select(4).type("typed").press("Enter");
    site.press("Ctrl+b");
    site.type("# more");
    site.press("Ctrl+z");
    expect(lineage()).toEqual([]);
  });
});
