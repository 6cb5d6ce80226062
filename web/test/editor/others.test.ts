/** Carets of others, and the caret that shows where a suggestion would come. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { showCarets } from "../../src/editor/carets";
import { type Cursor, cursorAt, cursorIndexes } from "../../src/editor/cursor";
import { dropTarget, moveDropCaret, showDropCaret } from "../../src/editor/drop-target";
import { indexToPos, posToIndex } from "../../src/editor/positions";
import { exchange, newDocument, Site } from "./sites";

let a: Site;
let b: Site;
beforeEach(() => {
  const start = newDocument([{ insert: "first line\nsecond 👩‍👩‍👧 line\n" }]);
  a = new Site(10, { start });
  b = new Site(11, { start });
});
afterEach(() => {
  a.destroy();
  b.destroy();
});

const ben = (cursor: Cursor | null) => [
  { clientId: 11, person: { name: "Ben", colour: 2 }, cursor },
];
const names = () => [...a.view.dom.querySelectorAll<HTMLElement>(".caret-name")];

/** Model index of the caret shown in an editor. */
function shownAt(): number {
  const caret = a.view.dom.querySelector(".caret");
  if (!caret?.parentNode) throw new Error("no caret");
  const offset = [...caret.parentNode.childNodes].indexOf(caret);
  return posToIndex(a.state.doc, a.view.posAtDOM(caret.parentNode, offset));
}

describe("carets of others", () => {
  it("are where they are, with a name, and hidden from screen readers", () => {
    showCarets(a.view, ben(cursorAt(b.text, 3, 3)));
    expect(shownAt()).toBe(3);
    expect(names().map((name) => name.dataset.name)).toEqual(["Ben"]);
    expect(a.view.dom.querySelector(".caret")?.getAttribute("aria-hidden")).toBe("true");
    expect(a.view.dom.textContent).not.toContain("Ben");
    showCarets(a.view, []);
    expect(names()).toEqual([]);
  });

  it("stay with their words while others type", () => {
    showCarets(a.view, ben(cursorAt(b.text, 3, 3)));
    const element = names()[0];
    a.select(0).type("xx");
    expect(shownAt()).toBe(5);
    a.select(5).type("y");
    expect(shownAt()).toBe(5);
    expect(names()[0]).toBe(element);
  });

  it("go to the next line when theirs is deleted", () => {
    showCarets(a.view, ben(cursorAt(b.text, 3, 3)));
    b.text.delete(0, "first line\n".length);
    exchange(a, b);
    expect(a.view.dom.querySelector(".caret")?.parentElement?.className).toBe("line");
    expect(shownAt()).toBe(0);
  });

  it("wait for text that has not come yet", () => {
    b.select(10).type(" more");
    showCarets(a.view, ben(cursorAt(b.text, 15, 15)));
    expect(names()).toEqual([]);
    exchange(a, b);
    expect(shownAt()).toBe(15);
  });

  it("show what is selected", () => {
    showCarets(a.view, ben(cursorAt(b.text, 0, 5)));
    expect(a.view.dom.querySelector(".caret-selection")?.textContent).toBe("first");
  });

  it.each([
    null,
    {},
    { anchor: 1, head: 2 },
    { anchor: {}, head: {} },
    { anchor: { item: "x" }, head: null },
  ])("that say %j are not shown and do no harm", (cursor) => {
    showCarets(a.view, ben(cursor as Cursor | null));
    expect(names().length).toBeLessThanOrEqual(1);
  });

  it("are the same place again on the other side", () => {
    for (let index = 0; index <= a.text.length; index++) {
      expect(cursorIndexes(b.text, cursorAt(a.text, index, index))?.headIndex).toBe(index);
    }
  });
});

describe("the drop caret", () => {
  const at = (index: number) => indexToPos(a.state.doc, index);
  const step = (direction: Parameters<typeof moveDropCaret>[1]) => {
    const pos = moveDropCaret(a.view, direction);
    if (pos !== null) showDropCaret(a.view, pos);
    return pos === null ? null : posToIndex(a.state.doc, pos);
  };

  it("is shown and taken away without changing anything", () => {
    const before = a.state.doc;
    showDropCaret(a.view, at(3));
    expect(a.view.dom.querySelectorAll(".drop-caret")).toHaveLength(1);
    showDropCaret(a.view, { from: at(0), to: at(5) });
    expect(a.view.dom.querySelector(".drop-range")?.textContent).toBe("first");
    showDropCaret(a.view, null);
    expect(a.view.dom.querySelector(".drop-caret, .drop-range")).toBeNull();
    expect(a.state.doc).toBe(before);
    expect(a.outbox).toEqual([]);
  });

  it("walks by characters as people see them, by words, and across lines", () => {
    showDropCaret(a.view, at(9));
    expect([step("right"), step("right"), step("word-right"), step("right")]).toEqual([
      10, 11, 18, 26,
    ]);
    expect([step("left"), step("word-left"), step("left")]).toEqual([18, 11, 10]);
    expect([step("line-start"), step("left"), step("line-end"), step("end")]).toEqual([
      0,
      null,
      10,
      32,
    ]);
    expect([step("right"), step("start")]).toEqual([null, 0]);
  });

  it("stays with its words while others type", () => {
    showDropCaret(a.view, at(6));
    b.select(0).type("NEW ");
    exchange(a, b);
    const target = dropTarget(a.state);
    expect(typeof target === "number" && posToIndex(a.state.doc, target)).toBe(10);
  });
});
