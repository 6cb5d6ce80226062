import fc from "fast-check";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linesFromHtml } from "../../src/editor/clipboard/read-html";
import { linesFromText, textFromLines } from "../../src/editor/clipboard/text";
import { ClipboardSerializer } from "../../src/editor/clipboard/write-html";
import { docFromText, textBetween } from "../../src/editor/content";
import { modelLength } from "../../src/editor/positions";
import { schema } from "../../src/editor/schema";
import type { Claim } from "../../src/model/claims";
import type { Delta } from "../../src/model/delta";
import { texts } from "./arbitraries";
import { expectShowsText, newDocument, Site } from "./sites";

const TOKEN = "test";

function parse(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, "text/html").body;
}

function deltaOf(lines: readonly Node[]): Delta {
  const doc = schema.nodes.doc.create(null, lines);
  return textBetween(doc, 0, modelLength(doc));
}

const read = (html: string, keepSpaces = false) => deltaOf(linesFromHtml(parse(html), keepSpaces));

function write(delta: Delta): string {
  const root = document.createElement("div");
  const serializer = new ClipboardSerializer(() => TOKEN);
  root.append(serializer.serializeFragment(docFromText(delta).content, { document }));
  return root.innerHTML;
}

const lineEnd = (attributes: Record<string, unknown>) => ({ insert: "\n", attributes });

describe("pasted HTML", () => {
  it.each<[string, string, Delta]>([
    ["a paragraph", "<p>a  b\n c </p>", [{ insert: "a b c\n" }]],
    ["bare text", "just text", [{ insert: "just text\n" }]],
    ["blank lines by br", "a<br><br>b<br>", [{ insert: "a\n\nb\n" }]],
    ["an empty paragraph with a br", "<p>a</p><p><br></p><p>b</p>", [{ insert: "a\n\nb\n" }]],
    [
      "inline formats",
      "<p><b>b</b><em>i</em><u>u</u><del>s</del><code>c</code><a href='https://e.org/'>l</a></p>",
      [
        { insert: "b", attributes: { bold: true } },
        { insert: "i", attributes: { italic: true } },
        { insert: "u", attributes: { underline: true } },
        { insert: "s", attributes: { strike: true } },
        { insert: "c", attributes: { code: true } },
        { insert: "l", attributes: { link: "https://e.org/" } },
        { insert: "\n" },
      ],
    ],
    [
      "nested lists become flat",
      "<ul><li>one<ol><li>two</li></ol></li><li>three</li></ul>",
      [
        { insert: "one" },
        lineEnd({ list: "bullet" }),
        { insert: "two" },
        lineEnd({ list: "ordered", indent: 1 }),
        { insert: "three" },
        lineEnd({ list: "bullet" }),
      ],
    ],
    [
      "check lists, with boxes or marked items",
      "<ul><li><input type=checkbox checked>a</li><li data-checked=false>b</li></ul>",
      [
        { insert: "a" },
        lineEnd({ list: "checked" }),
        { insert: "b" },
        lineEnd({ list: "unchecked" }),
      ],
    ],
    [
      "headings deeper than three",
      "<h1><b>A</b></h1><h5>B</h5>",
      [{ insert: "A" }, lineEnd({ header: 1 }), { insert: "B" }, lineEnd({ header: 3 })],
    ],
    [
      "quotes and code",
      "<blockquote><p>q</p><p>r</p></blockquote><pre><code>a\n  <b>b</b></code></pre>",
      [
        { insert: "q" },
        lineEnd({ blockquote: true }),
        { insert: "r" },
        lineEnd({ blockquote: true }),
        { insert: "a" },
        lineEnd({ "code-block": true }),
        { insert: "  b" },
        lineEnd({ "code-block": true }),
      ],
    ],
    ["dividers", "a<hr>b", [{ insert: "a\n" }, { insert: { divider: true } }, { insert: "\nb\n" }]],
    [
      "a table: cells by tabs",
      "<table><tr><td>a</td><td><p>b</p></td></tr><tr><td>c</td><td></td></tr></table>",
      [{ insert: "a\tb\nc\t\n" }],
    ],
    [
      "Google Docs",
      '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700">B</span>' +
        '<span style="font-weight:400">n</span></p><ul><li><p>one</p></li><ul><li><p>two</p></li></ul></ul></b>' +
        '<br class="Apple-interchange-newline">',
      [
        { insert: "B", attributes: { bold: true } },
        { insert: "n\none" },
        lineEnd({ list: "bullet" }),
        { insert: "two" },
        lineEnd({ list: "bullet", indent: 1 }),
      ],
    ],
    [
      "Word",
      "<p class=MsoNormal>text<o:p>&nbsp;</o:p></p><p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>" +
        "<span style='mso-list:Ignore'>1.&nbsp;</span>item</p>",
      [{ insert: "text\nitem" }, lineEnd({ list: "ordered", indent: 1 })],
    ],
    [
      "alignment and direction",
      '<p style="text-align:center" dir="rtl">x</p>',
      [{ insert: "x" }, lineEnd({ align: "center", direction: "rtl" })],
    ],
  ])("%s", (_, html, expected) => {
    expect(read(html)).toEqual(expected);
  });

  it.each([
    "<script>alert(1)</script>x",
    "<img src=x onerror=alert(1)>x",
    "<style>p{}</style><p>x</p>",
    "<iframe src='https://e.org'></iframe>x",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVa\tScRiPt:alert(1)'>x</a>",
    "<a href='data:text/html,1'>x</a>",
    "<a href='//evil.example'>x</a>",
    "<span style='display:none'>hidden</span>x",
    "<template><p>no</p></template>x",
    "<p>x\u0000\u0007\ufeff</p>",
    "<svg><text>no</text></svg>x",
  ])("keeps nothing but the text of %s", (html) => {
    expect(read(html)).toEqual([{ insert: "x\n" }]);
  });

  it("survives nesting without end", () => {
    expect(read(`${"<div>".repeat(500)}deep`)).toEqual([{ insert: "deep\n" }]);
  });

  it("always gives whole lines", () => {
    fc.assert(
      fc.property(fc.string(), (html) => {
        for (const line of linesFromHtml(parse(html))) line.check();
      }),
    );
  });
});

describe("copied text", () => {
  it("is nested HTML", () => {
    const html = write([
      { insert: "one" },
      lineEnd({ list: "bullet" }),
      { insert: "two" },
      lineEnd({ list: "ordered", indent: 1 }),
      { insert: "three" },
      lineEnd({ list: "bullet" }),
      { insert: "a" },
      lineEnd({ "code-block": true }),
      { insert: "b" },
      lineEnd({ "code-block": true }),
    ]);
    expect(html).toBe(
      '<ul data-byline="test"><li>one<ol><li>two</li></ol></li><li>three</li></ul>' +
        "<pre><code>a\nb\n</code></pre>",
    );
  });

  it("read back is what it was, but for formats that HTML does not have", () => {
    const known = texts.map((text) =>
      text.map((op) => ({
        insert:
          "insert" in op && typeof op.insert === "object"
            ? " "
            : ("insert" in op && op.insert) || "",
        ...("attributes" in op && op.attributes ? { attributes: writable(op.attributes) } : {}),
      })),
    );
    fc.assert(
      fc.property(known, (text) => {
        const doc = docFromText(text as Delta);
        const expected = textBetween(doc, 0, modelLength(doc));
        expect(read(write(text as Delta), true)).toEqual(expected);
      }),
    );
  });

  it("with code in it, is read back with every empty line", () => {
    const lines = fc.array(fc.tuple(fc.constantFrom("", "a", "  b"), fc.boolean()), {
      minLength: 1,
    });
    fc.assert(
      fc.property(lines, (written) => {
        const text = written.flatMap(([line, isCode]): Delta => {
          const attributes = isCode ? { "code-block": true } : {};
          return [...(line ? [{ insert: line }] : []), { insert: "\n", attributes }];
        });
        const doc = docFromText(text);
        expect(read(write(text), true)).toEqual(textBetween(doc, 0, modelLength(doc)));
      }),
    );
  });

  it("as plain text is its lines", () => {
    const lines = linesFromText("a\r\nb\n\nc\n");
    expect(lines).toHaveLength(4);
    expect(textFromLines(Fragment.from(lines))).toBe("a\nb\n\nc");
  });
});

/** One block format at most, and no inline formats in code: what Byline itself writes. */
function writable(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { header, list, indent, blockquote, bold, italic, link } = attributes;
  if (header) return { header: Math.min(Number(header), 3) };
  if (list) return indent ? { list, indent } : { list };
  if (blockquote) return { blockquote };
  return { ...(bold ? { bold } : {}), ...(italic ? { italic } : {}), ...(link ? { link } : {}) };
}

describe("pasting into a document", () => {
  let site: Site;
  beforeEach(() => {
    site = new Site(20, { start: newDocument([{ insert: "some words here" }]) });
  });
  afterEach(() => {
    expectShowsText(site);
    site.destroy();
  });

  const lineage = () => site.doc.getArray<Claim>("lineage").toJSON() as Claim[];

  function paste(html: string, plain = ""): void {
    const data = { getData: (type: string) => (type === "text/html" ? html : plain) };
    const event = Object.assign(new Event("paste"), { clipboardData: data });
    if (html) site.view.pasteHTML(html, event as unknown as ClipboardEvent);
    else site.view.pasteText(plain, event as unknown as ClipboardEvent);
  }

  it("claims what comes from outside, run by run", () => {
    site.select(5);
    paste("<p>from <b>outside</b></p><p>two</p>");
    expect(site.string).toBe("some from outside\ntwowords here\n");
    expect(lineage().every((claim) => "origin" in claim && claim.origin === "pasted")).toBe(true);
    const claimed = lineage().reduce((sum, { to }) => sum + to.length, 0);
    expect(claimed).toBe("from outside\ntwo".length);
  });

  it("an address pasted onto words links them", () => {
    site.select(5, 10);
    paste("", "https://example.org/");
    expect(site.text.toDelta()).toEqual([
      { insert: "some " },
      { insert: "words", attributes: { link: "https://example.org/" } },
      { insert: " here\n" },
    ]);
  });

  it("into code it is plain lines of code", () => {
    site.press("Ctrl+Alt+c");
    site.select(4);
    paste("<p><b>x</b></p><p>y</p>", "x\ny");
    expect(site.text.toDelta()).toEqual([
      { insert: "somex" },
      lineEnd({ "code-block": true }),
      { insert: "y words here" },
      lineEnd({ "code-block": true }),
    ]);
  });

  it("a list pasted into an empty line makes that line an item", () => {
    site.select(15).press("Enter");
    paste("<ul><li>a</li><li>b</li></ul>");
    expect(site.text.toDelta()).toEqual([
      { insert: "some words here\na" },
      lineEnd({ list: "bullet" }),
      { insert: "b" },
      lineEnd({ list: "bullet" }),
    ]);
  });

  it("a slice of a suggestion is not dropped in", () => {
    const types = ["application/x-byline-suggestion", "text/plain"];
    const event = { dataTransfer: { types } } as unknown as DragEvent;
    const handled = site.view.someProp("handleDrop", (handle) =>
      handle(site.view, event, new Slice(Fragment.from(linesFromText("no")), 1, 1), false),
    );
    expect(handled).toBe(true);
    expect(site.string).toBe("some words here\n");
  });
});
