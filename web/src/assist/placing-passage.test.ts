import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { afterEach, describe, expect, it } from "vitest";
import { docFromText } from "../editor/content";
import {
  chooseScope,
  currentPassage,
  followedRange,
  followPassage,
  forgetPassage,
  markPassage,
  passagePlugin,
} from "./placing-passage";

let view: EditorView | null = null;

afterEach(() => {
  view?.destroy();
  view = null;
});

/** An editor with `text` and a selection from `from` to `to`, as ProseMirror positions. */
function open(text: string, from: number, to = from): EditorView {
  const state = EditorState.create({
    doc: docFromText([{ insert: text }]),
    plugins: [passagePlugin(() => undefined)],
  });
  view = new EditorView(document.createElement("div"), {
    state: state.apply(state.tr.setSelection(TextSelection.create(state.doc, from, to))),
  });
  return view;
}

const edit = (one: EditorView, from: number, to: number, text: string): void =>
  one.dispatch(one.state.tr.insertText(text, from, to));

describe("the passage asked about", () => {
  it("is the selection", () => {
    const captured = currentPassage(open("one two three\n", 5, 8).state);
    expect(captured).toEqual({
      passage: { text: "two", before: "one ", after: " three" },
      range: { from: 5, to: 8 },
      indexes: { from: 4, to: 7 },
      scope: "selection",
      hasSelection: true,
    });
  });

  it("leaves out blanks at its ends", () => {
    const captured = currentPassage(open("one two three\n", 4, 9).state);
    expect(captured?.passage.text).toBe("two");
    expect(captured?.range).toEqual({ from: 5, to: 8 });
  });

  it("is the paragraph at the caret when nothing is selected", () => {
    const captured = currentPassage(open("first\nsecond one\nthird\n", 12).state);
    expect(captured?.passage).toEqual({ text: "second one", before: "first\n", after: "\nthird" });
    expect(captured?.scope).toBe("paragraph");
  });

  it("is the section or the document when a person chooses that, until they select something", () => {
    const one = open("top\nhead\nfirst\nsub\nlast\nnext\nend\n", 14);
    const { tr } = one.state;
    for (const [line, header] of [
      [1, 1],
      [3, 2],
      [5, 1],
    ] as const) {
      let pos = 0;
      for (let at = 0; at < line; at++) pos += one.state.doc.child(at).nodeSize;
      tr.setNodeAttribute(pos, "header", header);
    }
    one.dispatch(tr);
    chooseScope(one, "section");
    expect(currentPassage(one.state)?.passage.text).toBe("head\nfirst\nsub\nlast");
    one.dispatch(one.state.tr.setSelection(TextSelection.create(one.state.doc, 24)));
    expect(currentPassage(one.state)?.passage.text).toBe("sub\nlast");
    one.dispatch(one.state.tr.setSelection(TextSelection.create(one.state.doc, 2)));
    expect(currentPassage(one.state)?.passage.text).toBe("top");
    chooseScope(one, "document");
    expect(currentPassage(one.state)?.range).toEqual({
      from: 1,
      to: one.state.doc.content.size - 1,
    });
    one.dispatch(one.state.tr.setSelection(TextSelection.create(one.state.doc, 1, 3)));
    expect(currentPassage(one.state)?.scope).toBe("selection");
    chooseScope(one, "paragraph");
    expect(currentPassage(one.state)).toMatchObject({
      passage: { text: "top" },
      hasSelection: true,
    });
    chooseScope(one, "selection");
    expect(currentPassage(one.state)?.passage.text).toBe("to");
  });

  it("spans lines", () => {
    expect(currentPassage(open("ab\ncd\n", 1, 7).state)?.passage.text).toBe("ab\ncd");
  });

  it("is nothing where there are no words", () => {
    expect(currentPassage(open("\n", 1).state)).toBeNull();
    expect(currentPassage(open("a   b\n", 2, 4).state)).toBeNull();
  });

  it("sends at most 600 units of context on either side, never half a character", () => {
    const captured = currentPassage(
      open(`${"🙂".repeat(400)}x${"🙂".repeat(400)}\n`, 801, 802).state,
    );
    expect(captured?.passage.text).toBe("x");
    expect(captured?.passage.before).toBe("🙂".repeat(300));
    const odd = currentPassage(open(`${"🙂".repeat(400)}ax${"🙂".repeat(400)}\n`, 802, 803).state);
    expect(odd?.passage.before).toBe(`${"🙂".repeat(299)}a`);
    expect(odd?.passage.after).toBe("🙂".repeat(300));
  });
});

describe("a followed passage", () => {
  it("moves with the text before it and shrinks with its own", () => {
    const one = open("one two three\n", 5, 8);
    followPassage(one, "k", { from: 5, to: 8 });
    edit(one, 1, 1, "zero ");
    expect(followedRange(one.state, "k")).toEqual({ from: 10, to: 13 });
    edit(one, 10, 11, "");
    expect(followedRange(one.state, "k")).toEqual({ from: 10, to: 12 });
  });

  it("does not take in what is written at its edges", () => {
    const one = open("one two three\n", 1);
    followPassage(one, "k", { from: 5, to: 8 });
    edit(one, 8, 8, "X");
    edit(one, 5, 5, "Y");
    expect(followedRange(one.state, "k")).toEqual({ from: 6, to: 9 });
  });

  it("takes in what is written inside it", () => {
    const one = open("one two three\n", 1);
    followPassage(one, "k", { from: 5, to: 8 });
    edit(one, 6, 6, "XX");
    expect(followedRange(one.state, "k")).toEqual({ from: 5, to: 10 });
  });

  it("is gone once its words are, or when it is forgotten", () => {
    const one = open("one two three\n", 1);
    followPassage(one, "k", { from: 5, to: 8 });
    followPassage(one, "l", { from: 1, to: 4 });
    edit(one, 5, 8, "");
    expect(followedRange(one.state, "k")).toBeNull();
    expect(followedRange(one.state, "l")).toEqual({ from: 1, to: 4 });
    forgetPassage(one, "l");
    expect(followedRange(one.state, "l")).toBeNull();
    expect(followedRange(one.state, "never")).toBeNull();
  });

  it("is found again when its words come back where they were", () => {
    const one = open("one two three\n", 1);
    followPassage(one, "k", { from: 5, to: 8 });
    edit(one, 5, 8, "");
    edit(one, 5, 5, "two");
    expect(followedRange(one.state, "k")).toEqual({ from: 5, to: 8 });
    edit(one, 5, 8, "");
    edit(one, 5, 5, "2");
    expect(followedRange(one.state, "k")).toBeNull();
  });

  it("is found again when what was placed on it is taken out", () => {
    const one = open("one two three\n", 1);
    followPassage(one, "k", { from: 5, to: 8 });
    edit(one, 5, 8, "another");
    followPassage(one, "k", { from: 5, to: 12 });
    edit(one, 5, 12, "");
    edit(one, 5, 5, "two");
    expect(followedRange(one.state, "k")).toEqual({ from: 5, to: 8 });
  });

  it("is marked in the page while asked for", () => {
    const one = open("one two three\n", 5, 8);
    const marked = (): string[] =>
      [...one.dom.querySelectorAll(".byline-passage")].map((node) => node.textContent ?? "");
    followPassage(one, "k", { from: 1, to: 4 });
    expect(marked()).toEqual([]);
    markPassage(one, "k");
    expect(marked()).toEqual(["one"]);
    markPassage(one, true);
    expect(marked()).toEqual(["two"]);
    markPassage(one, false);
    expect(marked()).toEqual([]);
  });
});
