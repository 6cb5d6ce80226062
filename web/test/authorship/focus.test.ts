import type { EditorView } from "prosemirror-view";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { openPage } from "./page";
import { span } from "./spans";

const BO_WORDS = { author: "p_bo", placed_by: "p_bo" };
const SPANS = [
  span({ client: 1, clock: 0, length: 4 }),
  span({ client: 1, clock: 4, length: 3, ...BO_WORDS }),
  span({
    ...{ client: 1, clock: 7, length: 5, author: null, placed_by: "p_bo" },
    ...{ origin: "adopted", suggestion: "s_1" },
  }),
];

beforeEach(() => {
  // Nothing is laid out here, so there is nowhere to scroll to.
  Element.prototype.scrollIntoView = () => {};
  Range.prototype.getClientRects = () => document.body.getClientRects();
  Range.prototype.getBoundingClientRect = () => document.body.getBoundingClientRect();
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
});

describe("from author to author by key", () => {
  it("moves the caret, shows the card and says it", async () => {
    const { view, focus, said, press } = await openPage("Ada Bo Sugge\n", SPANS);
    expect(press("F8")).toBe(true);
    expect(view.state.selection.from).toBe(5);
    expect(said).toEqual(["Words by Bo; 1 word. Tab leads to the details."]);
    press("F8");
    expect(said.at(-1)).toContain("Words of suggestion S12, placed by Bo, unchanged since; 1 word");
    expect(focus.focused.getSnapshot()?.passage.suggestion).toBe("s_1");
    press("F8");
    expect(said.at(-1)).toBe("No other author after this.");
    expect(focus.focused.getSnapshot()).toBeNull();
    press("F8", { shiftKey: true });
    press("F8", { shiftKey: true });
    expect(said.at(-1)).toContain("Words by Ada (you); 1 word");
    press("F8", { shiftKey: true });
    expect(said.at(-1)).toBe("No other author before this.");
  });

  it("leaves other keys alone, and all of them while nothing is shown", async () => {
    const { press, shown } = await openPage("Ada Bo Sugge\n", SPANS);
    for (const held of ["altKey", "ctrlKey", "metaKey"])
      expect(press("F8", { [held]: true })).toBe(false);
    expect(press("Escape")).toBe(false);
    expect(press("Tab")).toBe(false);
    shown.set(false);
    expect(press("F8")).toBe(false);
  });

  it("goes into the card with Tab and closes it with Escape", async () => {
    const { press, focus } = await openPage("Ada Bo Sugge\n", SPANS);
    let entered = 0;
    focus.enters.subscribe(() => {
      entered += 1;
    });
    press("F8");
    expect(press("Tab", { shiftKey: true })).toBe(false);
    expect(press("Tab")).toBe(true);
    expect(entered).toBe(1);
    expect(press("Escape")).toBe(true);
    expect(focus.focused.getSnapshot()).toBeNull();
  });

  it("closes the card when one writes, and keeps it true when others do", async () => {
    const { view, press, focus, shared, events } = await openPage("Ada Bo Sugge\n", SPANS);
    press("F8");
    shared.insert(0, "before ");
    expect(focus.focused.getSnapshot()?.passage).toMatchObject({ index: 11, author: "p_bo" });
    events.emit({
      type: "spans",
      spans: [span({ client: 1, clock: 4, length: 3, author: "p_ada" })],
    });
    expect(focus.focused.getSnapshot()?.passage.author).toBe("p_ada");
    shared.delete(11, 1);
    expect(focus.focused.getSnapshot()).toBeNull();
    press("F8");
    expect(focus.focused.getSnapshot()).not.toBeNull();
    view.dispatch(view.state.tr.insertText("x", 1));
    expect(focus.focused.getSnapshot()).toBeNull();
  });
});

describe("where words came from", () => {
  const moved = (clock: number) =>
    span({
      ...{ client: 1, clock: 8, length: 4, ...BO_WORDS, placed_by: "p_ada" },
      ...{ origin: "copied", source: { client: 1, clock, document: null } },
    });

  it("is selected, and said", async () => {
    const { view, press, focus, said } = await openPage("one\ntwo twos\n", [
      span({ client: 1, clock: 0, length: 8 }),
      moved(4),
    ]);
    press("F8");
    expect(said.at(-1)).toBe(
      "Words by Bo, copied from line 2 by Ada (you); 1 word. Tab leads to the details.",
    );
    focus.showSource();
    const { from, to } = view.state.selection;
    expect(view.state.doc.textBetween(from, to)).toBe("two ");
    expect(said.at(-1)).toBe("The words came from line 2. They are selected.");
    expect(focus.focused.getSnapshot()).toBeNull();
  });

  it("is where the caret goes when the words are gone, and that is said", async () => {
    const { view, press, focus, said, shared } = await openPage("one\ntwo twos\n", [
      span({ client: 1, clock: 0, length: 8 }),
      moved(4),
    ]);
    shared.delete(4, 4);
    press("F8");
    focus.showSource();
    expect(view.state.selection.empty).toBe(true);
    expect(view.state.selection.from).toBe(6);
    expect(said.at(-1)).toBe("The words were in line 2. The caret is where they were.");
  });

  it("is not shown where there is nothing to show", async () => {
    const { press, focus, said } = await openPage("Ada Bo Sugge\n", SPANS);
    focus.showSource();
    press("F8");
    const before = [...said];
    focus.showSource();
    expect(said).toEqual(before);
    expect(focus.focused.getSnapshot()).not.toBeNull();
  });
});

describe("a card by pointer", () => {
  /** Tells the page of a pointer as browsers do. */
  function point(view: EditorView, type: string, pointerType: string, pos = 3): void {
    view.posAtCoords = () => ({ pos, inside: 0 });
    const event = new MouseEvent(type, { bubbles: true, clientX: 5, clientY: 5 });
    Object.defineProperty(event, "pointerType", { value: pointerType });
    view.dom.dispatchEvent(event);
  }

  it("comes after a moment, stays while the pointer is in it, and goes a moment after", async () => {
    const { view, focus, clock } = await openPage("Ada Bo Sugge\n", SPANS);
    point(view, "pointermove", "mouse");
    expect(focus.focused.getSnapshot()).toBeNull();
    clock.advance(300);
    expect(focus.focused.getSnapshot()).toMatchObject({ by: "mouse" });
    point(view, "pointerleave", "mouse");
    clock.advance(200);
    focus.onPointerInCard();
    clock.advance(5000);
    expect(focus.focused.getSnapshot()).not.toBeNull();
    focus.onPointerLeave();
    clock.advance(250);
    expect(focus.focused.getSnapshot()).toBeNull();
  });

  it("stands still while the pointer moves within its words", async () => {
    const { view, focus, clock } = await openPage("Ada Bo Sugge\n", SPANS);
    point(view, "pointermove", "mouse", 2);
    clock.advance(300);
    const first = focus.focused.getSnapshot();
    point(view, "pointermove", "mouse", 3);
    clock.advance(300);
    expect(focus.focused.getSnapshot()).toBe(first);
    point(view, "pointermove", "mouse", 6);
    clock.advance(300);
    expect(focus.focused.getSnapshot()?.passage.author).toBe("p_bo");
  });

  it("is not in the way of somebody who selects", async () => {
    const { view, focus, clock } = await openPage("Ada Bo Sugge\n", SPANS);
    point(view, "pointermove", "mouse");
    clock.advance(300);
    const event = new MouseEvent("pointermove", { bubbles: true, buttons: 1 });
    Object.defineProperty(event, "pointerType", { value: "mouse" });
    view.dom.dispatchEvent(event);
    expect(focus.focused.getSnapshot()).toBeNull();
  });

  it("stays when a finger is lifted, and says that it was a touch", async () => {
    const { view, focus, clock } = await openPage("Ada Bo Sugge\n", SPANS);
    for (const type of ["pointerup", "pointerleave"]) point(view, type, "touch");
    clock.advance(5000);
    expect(focus.focused.getSnapshot()).toMatchObject({ by: "touch" });
  });

  it("is not shown by a click, for which hovering is enough", async () => {
    const { view, focus } = await openPage("Ada Bo Sugge\n", SPANS);
    for (const type of ["pointerup", "pointerleave"]) point(view, type, "mouse");
    expect(focus.focused.getSnapshot()).toBeNull();
  });
});
