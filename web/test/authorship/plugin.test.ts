import type { EditorView } from "prosemirror-view";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import * as Y from "yjs";
import { Focus } from "../../src/authorship/focus";
import { authorshipPlugin } from "../../src/authorship/plugin";
import { AuthorshipStore } from "../../src/authorship/store";
import { createEditor } from "../../src/editor/create";
import type { SyncEvent } from "../../src/sync/client";
import { Cell, Channel } from "../../src/sync/readable";
import { snapshotOf } from "../../src/sync/snapshot";
import type { Person, Span, SuggestionSource } from "../../src/wire/types";
import { span } from "./spans";

const ADA: Person = { id: "p_ada", name: "Ada", initials: "AL", colour: 3, kind: "account" };
const BO: Person = { id: "p_bo", name: "Bo", initials: "BN", colour: 5, kind: "guest" };
const SUGGESTION: SuggestionSource = {
  id: "s_1",
  number: 12,
  label: "Shorter",
  text: "words",
  instruction: null,
  recipe: "shorten",
  model: "Built-in, no model",
  asked_by: "p_bo",
  at: 1,
};

/** An editor over `content`, whose characters were inserted by client 1 in one go. */
async function setUp(content: string, spans: readonly Span[]) {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const text = doc.getText("content");
  text.insert(0, content);
  doc.clientID = 2;
  const events = new Channel<SyncEvent>();
  const snapshot = { ...snapshotOf(doc), person: ADA };
  const api = {
    authorship: async () => ({
      seq: 1,
      generation: "g",
      people: { p_bo: BO },
      suggestions: { s_1: SUGGESTION },
      spans,
    }),
  };
  const feed = { onEvent: events.subscribe, getSnapshot: () => snapshot };
  const store = new AuthorshipStore("d", feed, api);
  const shown = new Cell(false);
  const said: string[] = [];
  const focus = new Focus(store, text, shown, (words) => said.push(words));
  const place = document.body.appendChild(document.createElement("div"));
  const plugin = authorshipPlugin({ store, content: text, shown, focus });
  const editor = createEditor({ documentId: "d_1", doc, place, plugins: [plugin] });
  const stop = store.start();
  onTestFinished(() => {
    stop();
    editor.destroy();
    place.remove();
  });
  shown.set(true);
  await vi.waitFor(() => expect(store.state.getSnapshot()).toBe("ready"));
  const marked = () =>
    [...editor.view.dom.querySelectorAll(".by")].map((element) => {
      return `${element.textContent}|${element.className}`;
    });
  const lines = () => [...editor.view.dom.children].map((line) => line.getAttribute("data-by"));
  return { editor, view: editor.view, text, events, shown, focus, said, marked, lines };
}

const THREE = [
  span({ client: 1, clock: 0, length: 4 }),
  span({ client: 1, clock: 4, length: 3, author: "p_bo" }),
  span({
    client: 1,
    clock: 7,
    length: 5,
    author: null,
    placed_by: "p_bo",
    origin: "adopted",
    suggestion: "s_1",
  }),
];

describe("authorship over the text", () => {
  it("shows each author's colour, the suggestion's number, and initials beside the line", async () => {
    const { marked, lines, view } = await setUp("Ada Bo Sugge\n", [
      ...THREE,
      span({ client: 1, clock: 12, length: 1 }),
    ]);
    await vi.waitFor(() =>
      expect(marked()).toEqual([
        "Ada |by by-author by-author-3",
        "Bo |by by-author by-author-5",
        "Sugge|by by-adopted",
      ]),
    );
    expect(lines()).toEqual(["AL BN"]);
    const mark = view.dom.querySelector<HTMLElement>(".by-mark");
    expect(mark?.dataset.mark).toBe("S12");
    expect(mark?.textContent).toBe("");
    expect(view.dom.textContent).toBe("Ada Bo Sugge");
  });

  it("names an author beside a line only where the author changes", async () => {
    const { lines } = await setUp("one\ntwo\nthree\nfour\n\n", [
      span({ client: 1, clock: 0, length: 8 }),
      span({ client: 1, clock: 8, length: 6, author: "p_bo" }),
      span({ client: 1, clock: 14, length: 6 }),
    ]);
    await vi.waitFor(() => expect(lines()).toEqual(["AL", "", "BN", "AL", null]));
  });

  it("warns of undeclared text and marks pasted and unknown text by pattern", async () => {
    const { marked, view } = await setUp("abcd\n", [
      span({
        client: 1,
        clock: 0,
        length: 1,
        author: null,
        origin: "adopted",
        suggestion: "s_1",
        undeclared: true,
      }),
      span({ client: 1, clock: 1, length: 1, author: null, origin: "pasted" }),
      span({ client: 1, clock: 2, length: 1, author: null, origin: "unknown" }),
      span({ client: 1, clock: 3, length: 2, author: null, origin: "imported" }),
    ]);
    await vi.waitFor(() =>
      expect(marked()).toEqual(["a|by by-undeclared", "b|by by-pasted", "c|by by-unknown"]),
    );
    expect(view.dom.querySelector<HTMLElement>(".by-mark")?.dataset.mark).toBe("S12 !");
  });

  it("follows typing as ours at once, and the server's word when it comes", async () => {
    const { view, marked, events } = await setUp("Bo\n", [
      span({ client: 1, clock: 0, length: 3, author: "p_bo" }),
    ]);
    await vi.waitFor(() => expect(marked()).toHaveLength(1));
    view.dispatch(view.state.tr.insertText("new", 3));
    await vi.waitFor(() =>
      expect(marked()).toEqual([
        "Bo|by by-author by-author-5",
        "new|by by-author by-author-3 by-saving",
      ]),
    );
    events.emit({ type: "spans", spans: [span({ client: 2, clock: 0, length: 3 })] });
    await vi.waitFor(() => expect(marked()[1]).toBe("new|by by-author by-author-3"));
  });

  it("leaves nothing behind when it is switched off", async () => {
    const { view, shown, marked } = await setUp("Ada Bo Sugge\n", THREE);
    await vi.waitFor(() => expect(marked()).toHaveLength(3));
    expect(view.dom.dataset.authorship).toBe("shown");
    shown.set(false);
    await vi.waitFor(() => expect(view.dom.innerHTML).not.toContain("by"));
    expect(view.dom.dataset.authorship).toBeUndefined();
  });

  it("goes from author to author by key, shows the card and says it", async () => {
    const { view, focus, said, shown } = await setUp("Ada Bo Sugge\n", THREE);
    const press = (key: string) =>
      view.someProp("handleKeyDown", (handle) =>
        handle(view, new KeyboardEvent("keydown", { key, altKey: key !== "Escape" })),
      );
    expect(press("ArrowDown")).toBe(true);
    expect(view.state.selection.from).toBe(5);
    expect(said).toEqual(["Written by Bo, 1 word"]);
    press("ArrowDown");
    expect(said.at(-1)).toBe("Words of suggestion S12, 1 word");
    expect(focus.focused.getSnapshot()?.run.suggestion).toBe("s_1");
    press("ArrowDown");
    expect(said.at(-1)).toBe("No other author after this.");
    expect(focus.focused.getSnapshot()).toBeNull();
    press("ArrowUp");
    press("ArrowUp");
    expect(said.at(-1)).toBe("Written by Ada (you), 1 word");
    expect(press("Escape")).toBe(true);
    expect(focus.focused.getSnapshot()).toBeNull();
    shown.set(false);
    press("ArrowDown");
    expect(focus.focused.getSnapshot()).toBeNull();
  });
});

describe("a card by touch", () => {
  /** A tap, as browsers tell it: a finger that is lifted leaves the page too. */
  function tap(view: EditorView, pointerType: string): void {
    view.posAtCoords = () => ({ pos: 3, inside: 0 });
    for (const type of ["pointerup", "pointerleave"]) {
      const event = new MouseEvent(type, { bubbles: true, clientX: 5, clientY: 5 });
      Object.defineProperty(event, "pointerType", { value: pointerType });
      view.dom.dispatchEvent(event);
    }
  }

  it("stays when the finger is lifted, and says that it was a touch", async () => {
    const { view, focus } = await setUp("abcd", [span({ client: 1, clock: 0, length: 4 })]);
    tap(view, "touch");
    expect(focus.focused.getSnapshot()).toMatchObject({ by: "touch", words: 1 });
  });

  it("is not shown by a click, for which hovering is enough", async () => {
    const { view, focus } = await setUp("abcd", [span({ client: 1, clock: 0, length: 4 })]);
    tap(view, "mouse");
    expect(focus.focused.getSnapshot()).toBeNull();
  });
});
