/** No command that changes structure or format gives a character another id. */
import { afterEach, describe, expect, it } from "vitest";
import { contentRuns, idAt, indexesOf, runsBetween } from "../../src/editor/ids";
import { expectShowsText, newDocument, Site } from "./sites";

const START = newDocument([
  { insert: "alpha beta" },
  { insert: "\n", attributes: { header: 2 } },
  { insert: "gamma " },
  { insert: "delta", attributes: { bold: true } },
  { insert: " 😀\n" },
  { insert: "one" },
  { insert: "\n", attributes: { list: "bullet" } },
  { insert: "two" },
  { insert: "\n", attributes: { list: "unchecked", indent: 1 } },
]);

let site: Site;
afterEach(() => site.destroy());

/** The id of every character that is not a line end. */
function idsOfWords(): string[] {
  const text = site.string;
  const ids: string[] = [];
  for (const run of contentRuns(site.text)) {
    for (let i = 0; i < run.length; i++) {
      if (text[run.index + i] !== "\n") ids.push(`${run.client}:${run.clock + i}`);
    }
  }
  return ids;
}

const KEYS = [
  ...["Enter", "Shift+Enter", "Ctrl+Enter", "Tab", "Shift+Tab"],
  ...["Ctrl+b", "Ctrl+i", "Ctrl+u", "Ctrl+e", "Ctrl+Shift+x"],
  ...["Ctrl+Alt+0", "Ctrl+Alt+1", "Ctrl+Alt+2", "Ctrl+Alt+3", "Ctrl+Alt+c"],
  ...["Ctrl+Shift+7", "Ctrl+Shift+8", "Ctrl+Shift+9", "Ctrl+Shift+."],
];

describe("ids stay what they are", () => {
  const places = [0, 3, 10, 11, 14, 23, 26, 29, 31, 34];

  it.each(KEYS)("with %s at the caret", (key) => {
    for (const index of places) {
      site?.destroy();
      site = new Site(20, { start: START });
      const before = idsOfWords();
      site.select(index).press(key);
      expect(idsOfWords(), `at ${index}`).toEqual(before);
      expectShowsText(site);
    }
  });

  it.each(KEYS.filter((key) => !key.endsWith("Enter")))("with %s over all lines", (key) => {
    site = new Site(20, { start: START });
    const before = idsOfWords();
    site.select(0, site.string.length - 1).press(key);
    expect(idsOfWords()).toEqual(before);
  });

  it.each([
    [0, "Backspace"],
    [11, "Backspace"],
    [26, "Backspace"],
    [30, "Backspace"],
    [10, "Delete"],
    [25, "Delete"],
    [29, "Delete"],
  ])("joining at %i with %s, again and again", (index, key) => {
    site = new Site(20, { start: START });
    const before = idsOfWords();
    site.select(index);
    for (let i = 0; i < 3; i++) {
      const next = site.string[site.caret - (key === "Backspace" ? 1 : 0)];
      if (next === undefined || next === "\n") site.press(key);
    }
    expect(idsOfWords()).toEqual(before);
    expectShowsText(site);
  });

  it.each(["## ", "- ", "1. ", "[x] ", "> ", "```"])("with the shortcut %s", (shortcut) => {
    site = new Site(20, { start: START });
    const before = idsOfWords();
    site.select(11).type(shortcut);
    expect(idsOfWords()).toEqual(before);
    expectShowsText(site);
  });

  it("when a word is replaced by one that shares its edges", () => {
    site = new Site(20, { start: START });
    const before = idsOfWords();
    site.select(11, 16).view.dispatch(site.state.tr.insertText("gaXma"));
    expect(site.string.slice(11, 16)).toBe("gaXma");
    const after = idsOfWords();
    expect(after.filter((id) => before.includes(id))).toHaveLength(before.length - 1);
  });
});

describe("places and ids", () => {
  it("idAt, runsBetween and indexesOf agree with one walk over all runs", () => {
    site = new Site(20, { start: START });
    site.select(5).type("XY").select(2).press("Enter");
    const all = [...contentRuns(site.text)].flatMap((run) =>
      Array.from({ length: run.length }, (_, i) => ({
        client: run.client,
        clock: run.clock + i,
      })),
    );
    expect(all).toHaveLength(site.text.length);
    all.forEach((id, index) => {
      expect(idAt(site.text, index)).toEqual(id);
      expect(indexesOf(site.text, { ...id, length: 1 })).toEqual([{ from: index, to: index + 1 }]);
    });
    expect(idAt(site.text, all.length)).toBeNull();
    const some = runsBetween(site.text, 4, 9);
    expect(some.reduce((sum, run) => sum + run.length, 0)).toBe(5);
    expect(some[0]?.index).toBe(4);
  });
});
