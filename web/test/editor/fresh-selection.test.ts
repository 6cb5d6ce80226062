/** A caret that the browser has moved stays there, whatever is drawn before the editor hears of it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { showCarets } from "../../src/editor/carets";
import { cursorAt } from "../../src/editor/cursor";
import { posToIndex } from "../../src/editor/positions";
import { exchange, newDocument, Site } from "./sites";

let a: Site;
let b: Site;
beforeEach(() => {
  const start = newDocument([{ insert: "first line\nsecond line\n" }]);
  a = new Site(10, { start });
  b = new Site(11, { start });
  a.select(5);
  a.view.focus();
});
afterEach(() => {
  a.destroy();
  b.destroy();
});

/** Moves the caret as the browser does for Home: the editor is told in a later task. */
function moveCaret(offset: number): void {
  const text = a.view.dom.querySelector("p")?.firstChild;
  if (!text) throw new Error("no text");
  document.getSelection()?.collapse(text, offset);
  expect(caret()).toBe(5);
}

const caret = () => posToIndex(a.state.doc, a.state.selection.head);

/** Where the browser has the caret. */
function shownCaret(): number {
  const { focusNode, focusOffset } = document.getSelection() ?? {};
  if (!focusNode) throw new Error("no caret");
  return posToIndex(a.state.doc, a.view.posAtDOM(focusNode, focusOffset ?? 0));
}

describe("a caret that has just been moved", () => {
  it("stays where others write elsewhere", () => {
    moveCaret(2);
    b.select(22).type("!");
    exchange(a, b);
    expect([caret(), shownCaret()]).toEqual([2, 2]);
  });

  it("stays with its words where others write before it", () => {
    moveCaret(7);
    b.select(0).type("My ");
    exchange(a, b);
    expect([caret(), shownCaret()]).toEqual([10, 10]);
  });

  it("stays where the carets of others are drawn", () => {
    moveCaret(2);
    showCarets(a.view, [
      { clientId: 11, person: { name: "Ben", colour: 2 }, cursor: cursorAt(b.text, 8, 8) },
    ]);
    expect([caret(), shownCaret()]).toEqual([2, 2]);
  });
});
