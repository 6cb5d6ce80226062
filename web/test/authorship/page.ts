/** An editor with authorship over it, and a server whose word is the test's. */
import { expect, onTestFinished, vi } from "vitest";
import * as Y from "yjs";
import { AuthoredText } from "../../src/authorship/authored-text";
import { ContentIndex } from "../../src/authorship/content-index";
import { EVERYTHING, type Filter } from "../../src/authorship/filter";
import { Focus } from "../../src/authorship/focus";
import { authorshipPlugin } from "../../src/authorship/plugin";
import { AuthorshipStore } from "../../src/authorship/store";
import { createEditor } from "../../src/editor/create";
import type { SyncEvent } from "../../src/sync/client";
import { Cell, Channel } from "../../src/sync/readable";
import { snapshotOf } from "../../src/sync/snapshot";
import type { Authorship, Span } from "../../src/wire/authorship";
import { VirtualClock } from "../sync/virtual-clock";
import { ADA, BO, suggestion } from "./spans";

/** The reader is Ada. `content` was inserted by client 1 in one go. */
export async function openPage(
  content: string,
  spans: readonly Span[],
  told: Partial<Authorship> = {},
) {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const shared = doc.getText("content");
  shared.insert(0, content);
  doc.clientID = 2;
  const events = new Channel<SyncEvent>();
  const snapshot = { ...snapshotOf(doc), person: ADA };
  const api = {
    authorship: async (): Promise<Authorship> => ({
      seq: 1,
      generation: "g",
      people: { p_ada: ADA, p_bo: BO },
      suggestions: { s_1: suggestion() },
      documents: {},
      spans,
      ...told,
    }),
  };
  const feed = { onEvent: events.subscribe, getSnapshot: () => snapshot };
  const store = new AuthorshipStore("d", feed, api);
  const index = new ContentIndex(shared);
  const text = new AuthoredText(index, store);
  const shown = new Cell(false);
  const filter = new Cell<Filter>(EVERYTHING);
  const said: string[] = [];
  const clock = new VirtualClock();
  const say = (words: string) => said.push(words);
  const focus = new Focus({ text, store, shown, say, clock });
  const place = document.body.appendChild(document.createElement("div"));
  const plugin = authorshipPlugin({ store, text, shown, filter, focus });
  const editor = createEditor({ documentId: "d_1", doc, place, plugins: [plugin] });
  const stops = [index.start(), store.start()];
  onTestFinished(() => {
    for (const stop of stops) stop();
    editor.destroy();
    place.remove();
  });
  shown.set(true);
  await vi.waitFor(() => expect(store.state.getSnapshot()).toBe("ready"));
  const { view } = editor;
  /** Every marked stretch with its classes. */
  const marked = () =>
    [...view.dom.querySelectorAll(".by, .by-dim")].map((element) => {
      return `${element.textContent}|${element.className}`;
    });
  /** What stands beside each line. */
  const lines = () => [...view.dom.children].map((line) => line.getAttribute("data-by"));
  const press = (key: string, init: KeyboardEventInit = {}) =>
    view.someProp("handleKeyDown", (handle) =>
      handle(view, new KeyboardEvent("keydown", { key, ...init })),
    ) === true;
  return {
    view,
    doc,
    shared,
    events,
    store,
    shown,
    filter,
    focus,
    said,
    clock,
    marked,
    lines,
    press,
  };
}

/** Waits until whatever was to be painted is. */
export async function painted(): Promise<void> {
  for (let frame = 0; frame < 4; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
}
