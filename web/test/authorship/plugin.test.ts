import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { openPage, painted } from "./page";
import { BO, span, suggestion } from "./spans";

const BO_WORDS = { author: "p_bo", placed_by: "p_bo" };
const PLACED = { author: null, placed_by: "p_bo", origin: "adopted", suggestion: "s_1" } as const;
const ADA_AND_BO = [
  span({ client: 1, clock: 0, length: 4 }),
  span({ client: 1, clock: 4, length: 3, ...BO_WORDS }),
  span({ client: 1, clock: 7, length: 5, ...PLACED }),
  span({ client: 1, clock: 12, length: 1 }),
];

describe("authorship over the text", () => {
  it("shows each author's colour, the suggestion's number, and initials beside the line", async () => {
    const { marked, lines, view } = await openPage("Ada Bo Sugge\n", ADA_AND_BO);
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

  it("names an author beside a line only where the author changes, and of many how many", async () => {
    const others = ["p_c", "p_d"].map((id) => ({
      ...{ id, name: id, initials: id.slice(2).toUpperCase(), colour: 7 },
      kind: "guest" as const,
    }));
    const { lines } = await openPage(
      "one\ntwo\nthree\nfour\nab\n\n",
      [
        span({ client: 1, clock: 0, length: 8 }),
        span({ client: 1, clock: 8, length: 6, ...BO_WORDS }),
        span({ client: 1, clock: 14, length: 5 }),
        span({ client: 1, clock: 19, length: 1, author: "p_c" }),
        span({ client: 1, clock: 20, length: 1, author: "p_d" }),
        span({ client: 1, clock: 21, length: 2 }),
      ],
      { people: Object.fromEntries([BO, ...others].map((person) => [person.id, person])) },
    );
    await vi.waitFor(() => expect(lines()).toEqual(["AL", "", "BN", "AL", "C D", null]));
  });

  it("shows two people in one colour as two", async () => {
    const people = {
      p_c: { id: "p_c", name: "Cy", initials: "C", colour: 4, kind: "account" as const },
      p_d: { id: "p_d", name: "Dee", initials: "D", colour: 4, kind: "account" as const },
    };
    const { marked } = await openPage(
      "ab\n",
      [
        span({ client: 1, clock: 0, length: 1, author: "p_d" }),
        span({ client: 1, clock: 1, length: 1, author: "p_c" }),
      ],
      { people },
    );
    await vi.waitFor(() =>
      expect(marked()).toEqual(["a|by by-author by-author-5", "b|by by-author by-author-4"]),
    );
  });

  it("warns of undeclared text and marks pasted and unknown text by pattern", async () => {
    const nobody = { client: 1, length: 1, author: null };
    const { marked, view, lines } = await openPage("abcd\n", [
      span({ ...nobody, clock: 0, origin: "adopted", suggestion: "s_1", undeclared: true }),
      span({ ...nobody, clock: 1, origin: "pasted" }),
      span({ ...nobody, clock: 2, origin: "unknown" }),
      span({ ...nobody, clock: 3, length: 2, origin: "imported" }),
    ]);
    await vi.waitFor(() =>
      expect(marked()).toEqual(["a|by by-undeclared", "b|by by-pasted", "c|by by-unknown"]),
    );
    expect(view.dom.querySelector<HTMLElement>(".by-mark")?.dataset.mark).toBe("S12 !");
    expect(lines()).toEqual([""]);
  });

  it("shows moved and copied words as whose they are", async () => {
    const source = { client: 9, clock: 0, document: null };
    const moved = { placed_by: "p_ada", origin: "moved", source } as const;
    const { marked } = await openPage("BoSugge\n", [
      span({ client: 1, clock: 0, length: 2, author: "p_bo", ...moved }),
      span({ client: 1, clock: 2, length: 5, ...PLACED, ...moved, written: "adopted" }),
    ]);
    await vi.waitFor(() =>
      expect(marked()).toEqual(["Bo|by by-author by-author-5", "Sugge|by by-adopted"]),
    );
  });

  it("marks a suggestion once in a line, and another one beside it", async () => {
    const { view } = await openPage(
      "aXaX\nbc\n",
      [
        span({ client: 1, clock: 0, length: 1, ...PLACED }),
        span({ client: 1, clock: 1, length: 1 }),
        span({ client: 1, clock: 2, length: 1, ...PLACED }),
        span({ client: 1, clock: 3, length: 2 }),
        span({ client: 1, clock: 5, length: 1, ...PLACED }),
        span({ client: 1, clock: 6, length: 1, ...PLACED, suggestion: "s_2" }),
      ],
      { suggestions: { s_1: suggestion(), s_2: suggestion({ id: "s_2", number: 13 }) } },
    );
    const marks = () =>
      [...view.dom.querySelectorAll<HTMLElement>(".by-mark")].map(
        (mark) => `${mark.dataset.mark} ${mark.classList.contains("by-mark-1")}`,
      );
    await vi.waitFor(() => expect(marks()).toEqual(["S12 false", "S12 false", "S13 true"]));
  });

  it("shows what one types as one's own at once, and the server's word when it comes", async () => {
    const { view, marked, events } = await openPage("Bo\n", [
      span({ client: 1, clock: 0, length: 3, ...BO_WORDS }),
    ]);
    await vi.waitFor(() => expect(marked()).toHaveLength(1));
    view.dispatch(view.state.tr.insertText("new", 3));
    const both = ["Bo|by by-author by-author-5", "new|by by-author by-author-3"];
    await vi.waitFor(() => expect(marked()).toEqual(both));
    view.dispatch(view.state.tr.insertText("er", 6));
    expect(marked()[1]).toBe("newer|by by-author by-author-3");
    events.emit({ type: "spans", spans: [span({ client: 2, clock: 0, length: 5, ...PLACED })] });
    await vi.waitFor(() => expect(marked()[1]).toBe("newer|by by-adopted"));
  });

  it("touches nothing but the line that is written in", async () => {
    const count = 60;
    const each = 10;
    const spans = Array.from({ length: count }, (_, at) =>
      span({ client: 1, clock: at * each, length: each, author: at % 2 === 0 ? "p_ada" : "p_bo" }),
    );
    const { view, marked } = await openPage("some text\n".repeat(count), spans);
    await vi.waitFor(() => expect(marked()).toHaveLength(count));
    const lines = [...view.dom.children];
    const [line] = lines.splice(21, 1) as [Element];
    const seen: MutationRecord[] = [];
    const observer = new MutationObserver((records) => seen.push(...records));
    const everything = { subtree: true, childList: true, attributes: true, characterData: true };
    for (const other of lines) observer.observe(other, everything);
    observer.observe(view.dom, { childList: true });
    view.dispatch(view.state.tr.insertText("x", view.posAtDOM(line, 0) + 3));
    await vi.waitFor(() => expect(marked()).toHaveLength(count + 2));
    await painted();
    expect([...seen, ...observer.takeRecords()]).toEqual([]);
    observer.disconnect();
  });

  it("follows a line that is cut in two, in the middle of a run", async () => {
    const { view, marked, lines } = await openPage("Bo wrote\n", [
      span({ client: 1, clock: 0, length: 9, ...BO_WORDS }),
    ]);
    await vi.waitFor(() => expect(marked()).toHaveLength(1));
    view.dispatch(view.state.tr.split(4));
    await vi.waitFor(() =>
      expect(marked()).toEqual(["Bo |by by-author by-author-5", "wrote|by by-author by-author-5"]),
    );
    await vi.waitFor(() => expect(lines()).toEqual(["BN", ""]));
    view.dispatch(view.state.tr.insertText("!", 4));
    await vi.waitFor(() => expect(marked()[1]).toBe("!|by by-author by-author-3"));
    expect(marked()).toHaveLength(3);
  });

  it("follows others who move, join and delete lines", async () => {
    const { view, shared, marked } = await openPage("Ada\nBo\nAda\n", [
      span({ client: 1, clock: 0, length: 4 }),
      span({ client: 1, clock: 4, length: 3, ...BO_WORDS }),
      span({ client: 1, clock: 7, length: 4 }),
    ]);
    await vi.waitFor(() => expect(marked()).toHaveLength(3));
    shared.delete(3, 1);
    await painted();
    expect(marked()).toEqual([
      "Ada|by by-author by-author-3",
      "Bo|by by-author by-author-5",
      "Ada|by by-author by-author-3",
    ]);
    expect(view.dom.children).toHaveLength(2);
    shared.delete(0, 6);
    await painted();
    expect(marked()).toEqual(["Ada|by by-author by-author-3"]);
  });

  it("dims what is not looked for, and shows all again", async () => {
    const { filter, marked, lines, view } = await openPage("Ada Bo Sugge\n", ADA_AND_BO);
    await vi.waitFor(() => expect(marked()).toHaveLength(3));
    const before = view.dom.innerHTML;
    filter.set({ people: ["p_bo"], sorts: [] });
    await vi.waitFor(() =>
      expect(marked()).toEqual(["Ada |by-dim", "Bo |by by-author by-author-5", "Sugge|by-dim"]),
    );
    expect(lines()).toEqual(["BN"]);
    filter.set({ people: [], sorts: [] });
    await vi.waitFor(() => expect(view.dom.innerHTML).toBe(before));
  });

  it("leaves nothing behind when it is switched off", async () => {
    const { view, shown, marked } = await openPage("Ada Bo Sugge\n", ADA_AND_BO);
    await vi.waitFor(() => expect(marked()).toHaveLength(3));
    expect(view.dom.dataset.authorship).toBe("shown");
    shown.set(false);
    await vi.waitFor(() => expect(view.dom.innerHTML).not.toContain("by"));
    expect(view.dom.dataset.authorship).toBeUndefined();
    view.dispatch(view.state.tr.insertText("more", 1));
    await painted();
    expect(view.dom.innerHTML).not.toContain("by");
  });

  it("does not draw while an input method composes, and does so afterwards", async () => {
    const { view, marked } = await openPage("Bo\n", [
      span({ client: 1, clock: 0, length: 3, ...BO_WORDS }),
    ]);
    await vi.waitFor(() => expect(marked()).toHaveLength(1));
    view.dom.dispatchEvent(new CompositionEvent("compositionstart"));
    expect(view.composing).toBe(true);
    view.dispatch(view.state.tr.insertText("new", 3));
    await painted();
    expect(marked()).toHaveLength(1);
    view.dom.dispatchEvent(new CompositionEvent("compositionend"));
    await vi.waitFor(() => expect(marked()).toHaveLength(2));
  });

  it("keeps to the text when the document is another one's work at once", async () => {
    const { doc, shared, marked, events } = await openPage("Ada\n", [
      span({ client: 1, clock: 0, length: 4 }),
    ]);
    const other = new Y.Doc();
    other.clientID = 5;
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
    other.getText("content").insert(3, "\nwords by Bo");
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
    expect(shared.toString()).toBe("Ada\nwords by Bo\n");
    await painted();
    expect(marked()).toEqual(["Ada|by by-author by-author-3"]);
    events.emit({ type: "spans", spans: [span({ client: 5, clock: 0, length: 12, ...BO_WORDS })] });
    await vi.waitFor(() => expect(marked()[1]).toBe("words by Bo|by by-author by-author-5"));
  });
});
