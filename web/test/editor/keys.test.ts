/** What keys and Markdown shortcuts do to the text. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Delta } from "../../src/model/delta";
import { expectShowsText, newDocument, Site } from "./sites";

let site: Site;
beforeEach(() => {
  site = new Site(20);
});
afterEach(() => {
  expectShowsText(site);
  site.destroy();
});

const lineEnd = (attributes: Record<string, unknown>) => ({ insert: "\n", attributes });

/** Types characters; `⏎ ⇥ ⇤ ⌫` are the keys. */
function type(keys: string): void {
  const names: Record<string, string> = {
    "⏎": "Enter",
    "⇥": "Tab",
    "⇤": "Shift+Tab",
    "⌫": "Backspace",
  };
  for (const char of keys) {
    const name = names[char];
    if (!name) site.type(char);
    else if (!site.press(name) && name === "Backspace") {
      const { from } = site.state.selection;
      site.view.dispatch(site.state.tr.delete(from - 1, from));
    }
  }
}

describe("typing", () => {
  it.each<[string, Delta]>([
    ["# a", [{ insert: "a" }, lineEnd({ header: 1 })]],
    ["### a⏎b", [{ insert: "a" }, lineEnd({ header: 3 }), { insert: "b\n" }]],
    [
      "- a⏎⇥b⏎⏎c⏎⏎d",
      [
        { insert: "a" },
        lineEnd({ list: "bullet" }),
        { insert: "b" },
        lineEnd({ list: "bullet", indent: 1 }),
        { insert: "c" },
        lineEnd({ list: "bullet" }),
        { insert: "d\n" },
      ],
    ],
    ["* a⇥⇤", [{ insert: "a" }, lineEnd({ list: "bullet" })]],
    [
      "1. a⏎b",
      [
        { insert: "a" },
        lineEnd({ list: "ordered" }),
        { insert: "b" },
        lineEnd({ list: "ordered" }),
      ],
    ],
    [
      "[] a⏎[x] b",
      [
        { insert: "a" },
        lineEnd({ list: "unchecked" }),
        { insert: "b" },
        lineEnd({ list: "checked" }),
      ],
    ],
    [
      "[x] a⏎b",
      [
        { insert: "a" },
        lineEnd({ list: "checked" }),
        { insert: "b" },
        lineEnd({ list: "unchecked" }),
      ],
    ],
    ["> a⏎⏎b", [{ insert: "a" }, lineEnd({ blockquote: true }), { insert: "b\n" }]],
    [
      "```a⏎⇥b⏎⏎c",
      [
        { insert: "a" },
        lineEnd({ "code-block": true }),
        { insert: "\tb" },
        lineEnd({ "code-block": true }),
        { insert: "c\n" },
      ],
    ],
    ["a⏎---b", [{ insert: "a\n" }, { insert: { divider: true } }, { insert: "\nb\n" }]],
    ["a---", [{ insert: "a---\n" }]],
    ["**b**c", [{ insert: "b", attributes: { bold: true } }, { insert: "c\n" }]],
    [
      "a *b c* d",
      [{ insert: "a " }, { insert: "b c", attributes: { italic: true } }, { insert: " d\n" }],
    ],
    ["2*3*4", [{ insert: "2*3*4\n" }]],
    ["snake_case_name", [{ insert: "snake_case_name\n" }]],
    [
      "`x` ~~y~~",
      [
        { insert: "x", attributes: { code: true } },
        { insert: " " },
        { insert: "y", attributes: { strike: true } },
        { insert: "\n" },
      ],
    ],
    ["# a⌫⌫", [{ insert: "\n" }]],
    ["- a⏎⌫", [{ insert: "a" }, lineEnd({ list: "bullet" }), { insert: "\n" }]],
  ])("%s", (keys, expected) => {
    type(keys);
    expect(site.text.toDelta()).toEqual(expected);
  });

  it("Backspace right after a shortcut gives back what was typed", () => {
    type("- ");
    expect(site.text.toDelta()).toEqual([lineEnd({ list: "bullet" })]);
    type("⌫");
    expect(site.string).toBe("- \n");
  });

  it("a shortcut keeps the words and their ids", () => {
    type("a **bold");
    const before = [...site.string].length;
    type("**");
    expect(site.string).toHaveLength(before - 2);
    expect(site.outbox.length).toBeGreaterThan(0);
  });
});

describe("keys", () => {
  it("Ctrl+B before typing makes what is typed bold, until pressed again", () => {
    type("a");
    site.press("Ctrl+b");
    type("b");
    site.press("Ctrl+b");
    type("c");
    expect(site.text.toDelta()).toEqual([
      { insert: "a" },
      { insert: "b", attributes: { bold: true } },
      { insert: "c\n" },
    ]);
  });

  it("a chosen format goes on in the next line, but not after a heading", () => {
    site.press("Ctrl+b");
    type("a⏎b");
    expect(site.text.toDelta()).toEqual([
      { insert: "a", attributes: { bold: true } },
      { insert: "\n" },
      { insert: "b", attributes: { bold: true } },
      { insert: "\n" },
    ]);
  });

  it("typing behind a link is not linked", () => {
    site.destroy();
    const link = { link: "https://example.org" };
    site = new Site(20, { start: newDocument([{ insert: "a", attributes: link }]) });
    site.select(1).type("b");
    expect(site.text.toDelta()).toEqual([{ insert: "a", attributes: link }, { insert: "b\n" }]);
  });

  it("headings, lists and quotes replace one another; the same key takes them away", () => {
    type("a");
    for (const [key, attributes] of [
      ["Ctrl+Alt+1", { header: 1 }],
      ["Ctrl+Alt+2", { header: 2 }],
      ["Ctrl+Shift+8", { list: "bullet" }],
      ["Ctrl+Shift+7", { list: "ordered" }],
      ["Ctrl+Shift+9", { list: "unchecked" }],
      ["Ctrl+Enter", { list: "checked" }],
      ["Ctrl+Shift+.", { blockquote: true }],
      ["Ctrl+Alt+c", { "code-block": true }],
    ] as const) {
      site.press(key);
      expect(site.text.toDelta()).toEqual([{ insert: "a" }, lineEnd(attributes)]);
    }
    site.press("Ctrl+Alt+c");
    expect(site.text.toDelta()).toEqual([{ insert: "a\n" }]);
  });

  it("Tab outside lists and code is left to the page", () => {
    type("a");
    expect(site.press("Tab")).toBe(false);
    expect(site.string).toBe("a\n");
  });

  it("lines move up and down with what is selected, and stop at the edges", () => {
    type("# one⏎two⏎three");
    site.select(5);
    site.press("Alt+Shift+ArrowUp");
    site.press("Alt+Shift+ArrowUp");
    expect(site.string).toBe("two\none\nthree\n");
    site.select(0, 5);
    site.press("Alt+Shift+ArrowDown");
    site.press("Alt+Shift+ArrowDown");
    expect(site.text.toDelta()).toEqual([{ insert: "three\ntwo\none" }, lineEnd({ header: 1 })]);
  });

  it("Ctrl+A and Backspace leave one empty line and its line end", () => {
    type("# one⏎two⏎three");
    const [last] = [...site.text.toDelta()].slice(-1);
    site.press("Ctrl+a");
    site.press("Backspace");
    expect(last).toBeDefined();
    expect(site.string).toBe("\n");
  });
});

describe("a text without final line end", () => {
  beforeEach(() => {
    site.text.delete(0, 1);
    site.text.insert(0, "one\ntwo");
  });

  it("is shown whole and typed into without adding one", () => {
    expect(site.state.doc.childCount).toBe(2);
    site.select(7).type("!");
    expect(site.string).toBe("one\ntwo!");
  });

  it.each([
    ["Enter", "one\ntwo\n\n"],
    ["Ctrl+Alt+1", "one\ntwo\n"],
  ])("gets one when %s needs it", (key, expected) => {
    site.select(7).press(key);
    expect(site.string).toBe(expected);
  });

  it("needs none to lose its last line", () => {
    site.select(3, 7).press("Backspace");
    expect(site.string).toBe("one");
    site.select(0, 3).press("Backspace");
    expect(site.string).toBe("");
  });
});
