import { TextSelection } from "prosemirror-state";
import { afterEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { type CreatedEditor, createEditor } from "../editor/create";
import { type Placeable, Placing } from "./placing";
import { directionOf, listenForPlace } from "./placing-input";
import { followPassage, passagePlugin } from "./placing-passage";

const ITEM: Placeable = {
  suggestion: "s_1",
  number: 12,
  text: "NEW",
  pieces: [{ length: 3, source: { suggestion: "s_1", at: 4 } }],
  about: "k",
  reason: "",
};

interface Page {
  readonly editor: CreatedEditor;
  readonly placing: Placing;
  readonly doc: Y.Doc;
  readonly heard: string[];
  readonly press: (key: string, target?: Node) => void;
}

let leave: () => void = () => undefined;

afterEach(() => leave());

/** A page with `text` in the editor, "two" followed as the passage and the caret at its start. */
function open(text = "one two three\n", editable = true): Page {
  const doc = new Y.Doc();
  doc.getText("content").insert(0, text);
  const page = document.body.appendChild(document.createElement("main"));
  const editor = createEditor({
    documentId: "d_1",
    doc,
    place: page,
    editable: () => editable,
    checks: "always",
    plugins: [passagePlugin(() => undefined)],
  });
  // Nothing is laid out here, and the window does not scroll.
  vi.stubGlobal("scrollBy", () => undefined);
  editor.view.coordsAtPos = () => ({ top: 100, bottom: 110, left: 0, right: 0 });
  followPassage(editor.view, "k", { from: 5, to: 8 });
  const heard: string[] = [];
  const placing = new Placing(editor.view, page, {
    onStarted: () => undefined,
    onMoved: () => undefined,
    onPlaced: (item) => heard.push(`placed ${item.text}`),
    onCancelled: () => heard.push("cancelled"),
    onRefused: () => heard.push("refused"),
  });
  const unlisten = listenForPlace(placing);
  leave = () => {
    vi.unstubAllGlobals();
    unlisten();
    editor.destroy();
    page.remove();
  };
  const press = (key: string, target: Node = editor.view.dom): void => {
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  };
  return { editor, placing, doc, heard, press };
}

const textOf = (doc: Y.Doc): string => doc.getText("content").toString();

const targetOf = (placing: Placing): unknown => {
  const state = placing.getSnapshot();
  if (state.mode === "idle" || state.target === null) return state.mode === "idle" ? "idle" : null;
  const { kind } = state.target;
  return kind === "caret" ? { kind, at: state.target.at } : state.target;
};

describe("Place…", () => {
  it("changes nothing until a place is confirmed", () => {
    const { placing, doc, press } = open();
    placing.begin(ITEM);
    for (const key of ["ArrowLeft", "ArrowRight", "ArrowRight", "x", "Backspace", "Delete"])
      press(key);
    expect(textOf(doc)).toBe("one two three\n");
  });

  it("starts behind the passage, and Enter places there", () => {
    const { placing, doc, heard, press } = open();
    placing.begin(ITEM);
    expect(targetOf(placing)).toEqual({ kind: "caret", at: 8 });
    press("Enter");
    expect(textOf(doc)).toBe("one twoNEW three\n");
    expect(heard).toEqual(["placed NEW"]);
    expect(targetOf(placing)).toBe("idle");
  });

  it("takes the whole passage when the mark goes into it, and leaves it on the other side", () => {
    const { placing, press } = open();
    placing.begin(ITEM);
    press("ArrowLeft");
    expect(targetOf(placing)).toEqual({ kind: "passage", from: 5, to: 8 });
    press("ArrowLeft");
    expect(targetOf(placing)).toEqual({ kind: "caret", at: 5 });
    press("ArrowRight");
    press("ArrowRight");
    expect(targetOf(placing)).toEqual({ kind: "caret", at: 8 });
  });

  it("replaces the passage in one step that undo takes out as one", () => {
    const { editor, placing, doc, press } = open();
    placing.begin(ITEM);
    press("ArrowLeft");
    press("Enter");
    expect(textOf(doc)).toBe("one NEW three\n");
    editor.binding.history.undo();
    expect(textOf(doc)).toBe("one two three\n");
    placing.begin(ITEM);
    expect(targetOf(placing)).toEqual({ kind: "caret", at: 8 });
  });

  it("lets another suggestion take the place of the first", () => {
    const { placing, doc, press } = open();
    placing.begin(ITEM);
    press("ArrowLeft");
    press("Enter");
    placing.begin({ ...ITEM, text: "OTHER", pieces: [] });
    press("ArrowLeft");
    press("Enter");
    expect(textOf(doc)).toBe("one OTHER three\n");
  });

  it("claims what it placed for the suggestion, with the offset of the part", () => {
    const { placing, doc, press } = open();
    placing.begin(ITEM);
    press("Enter");
    const claims = doc.getArray("lineage").toJSON();
    expect(claims).toEqual([
      { to: expect.objectContaining({ length: 3 }), suggestion: "s_1", at: 4 },
    ]);
  });

  it("keeps the mark in its place while others write", () => {
    const { placing, doc, press } = open();
    placing.begin(ITEM);
    doc.transact(() => doc.getText("content").insert(0, "zero "), "remote");
    press("Enter");
    expect(textOf(doc)).toBe("zero one twoNEW three\n");
  });

  it("is cancelled by Escape, wherever the focus is", () => {
    const { placing, doc, heard, press } = open();
    placing.begin(ITEM);
    press("Escape", document.body);
    press("Enter");
    expect(heard).toEqual(["cancelled"]);
    expect(textOf(doc)).not.toContain("NEW");
  });

  it("starts at the caret when the passage is gone", () => {
    const { editor, placing, doc } = open();
    doc.transact(() => doc.getText("content").delete(4, 3), "remote");
    const { view } = editor;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, 3)));
    placing.begin(ITEM);
    expect(targetOf(placing)).toEqual({ kind: "caret", at: 3 });
  });

  it("says so when the person may not write here", () => {
    const { placing, doc, heard, press } = open("one two three\n", false);
    placing.begin(ITEM);
    press("Enter");
    expect(heard).toEqual(["refused"]);
    expect(textOf(doc)).toBe("one two three\n");
  });

  it("confirms nothing when nothing is being placed", () => {
    const { placing, heard } = open();
    expect(placing.confirm()).toBe(false);
    placing.cancel();
    expect(heard).toEqual([]);
  });
});

describe("a drag", () => {
  it("has no place until the pointer is over the text", () => {
    const { placing, doc } = open();
    placing.drag(ITEM);
    expect(targetOf(placing)).toBeNull();
    expect(placing.confirm()).toBe(false);
    expect(textOf(doc)).toBe("one two three\n");
  });

  it("ignores keys other than Escape", () => {
    const { placing, doc, heard, press } = open();
    placing.drag(ITEM);
    press("ArrowLeft");
    expect(targetOf(placing)).toBeNull();
    press("Escape");
    expect(heard).toEqual(["cancelled"]);
    expect(textOf(doc)).toBe("one two three\n");
  });
});

describe("keys while placing", () => {
  const key = (name: string, ctrlKey = false) =>
    directionOf({ key: name, ctrlKey, altKey: false, metaKey: false });

  it("move the mark as they move a caret", () => {
    expect(key("ArrowUp")).toBe("up");
    expect(key("End")).toBe("line-end");
    expect(key("ArrowRight", true)).toBe("word-right");
    expect(key("Home", true)).toBe("start");
    expect(key("a")).toBeNull();
  });
});
