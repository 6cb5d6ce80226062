// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { ContentIndex } from "../../src/authorship/content-index";
import { contentRuns, idAt, indexesOf } from "../../src/editor/ids";
import { seeded } from "./spans";

/** The characters of a text, with U+FFFC for an embed. */
function plain(text: Y.Text): string {
  return (text.toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : "\uFFFC"))
    .join("");
}

/** Every id in its order. */
function ids(runs: Iterable<{ client: number; clock: number; length: number }>): string[] {
  return [...runs].flatMap(({ client, clock, length }) =>
    Array.from({ length }, (_, at) => `${client}:${clock + at}`),
  );
}

function expectSame(index: ContentIndex, text: Y.Text): void {
  expect(index.length).toBe(text.length);
  expect(index.slice(0, index.length)).toBe(plain(text));
  expect(ids(index.runs(0))).toEqual(ids(contentRuns(text)));
}

/** Two replicas whose changes reach each other when asked. */
function pair() {
  const docs = [1, 2].map((clientID) => {
    const doc = new Y.Doc();
    doc.clientID = clientID;
    doc.getText("content");
    return doc;
  }) as [Y.Doc, Y.Doc];
  const meet = () => {
    Y.applyUpdate(docs[0], Y.encodeStateAsUpdate(docs[1], Y.encodeStateVector(docs[0])));
    Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0], Y.encodeStateVector(docs[1])));
  };
  return { docs, meet };
}

const ACTS = ["insert", "delete", "format", "embed", "undo", "many"] as const;

function act(
  kind: (typeof ACTS)[number],
  text: Y.Text,
  undo: Y.UndoManager,
  next: (n: number) => number,
) {
  const at = next(text.length + 1);
  const length = Math.min(text.length - at, 1 + next(12));
  switch (kind) {
    case "insert":
      text.insert(at, "ab\ncd ef".slice(0, 1 + next(8)));
      break;
    case "delete":
      if (length > 0) text.delete(at, length);
      break;
    case "format":
      if (length > 0) text.format(at, length, { bold: next(2) === 0 ? true : null });
      break;
    case "embed":
      text.insertEmbed(at, { divider: true });
      break;
    case "undo":
      if (next(3) === 0) undo.redo();
      else undo.undo();
      break;
    case "many":
      text.doc?.transact(() => {
        for (let i = 0; i < 5; i++) text.insert(next(text.length + 1), "xyz");
        text.delete(next(text.length - 2), 2);
      });
  }
}

describe("the index of the content", () => {
  it.each([1, 2, 3, 4, 5, 6])("stays what the text is, seed %i", (seed) => {
    const next = seeded(seed);
    const { docs, meet } = pair();
    const [mine] = docs.map((doc) => doc.getText("content")) as [Y.Text];
    const undos = docs.map(
      (doc) => new Y.UndoManager(doc.getText("content"), { captureTimeout: 0 }),
    );
    mine.insert(0, "a long beginning\n".repeat(800));
    meet();
    const index = new ContentIndex(mine);
    const stop = index.start();
    expectSame(index, mine);
    const done = new Map<string, number>();
    for (let step = 0; step < 250; step++) {
      const who = next(2);
      const kind = ACTS[next(ACTS.length)] as (typeof ACTS)[number];
      done.set(kind, (done.get(kind) ?? 0) + 1);
      act(kind, (docs[who] as Y.Doc).getText("content"), undos[who] as Y.UndoManager, next);
      if (next(4) === 0) meet();
      expect(index.length).toBe(mine.length);
      if (step % 10 === 0) expectSame(index, mine);
    }
    meet();
    expectSame(index, mine);
    expect(index.chunks.length).toBeGreaterThan(2);
    for (const kind of ACTS) expect(done.get(kind)).toBeGreaterThan(10);
    stop();
    expect(index.length).toBe(0);
  });

  it("answers for a part, for ids and for lines as a walk through all of it would", () => {
    const next = seeded(7);
    const { docs, meet } = pair();
    const texts = docs.map((doc) => doc.getText("content"));
    for (let step = 0; step < 900; step++) {
      const text = texts[next(2)] as Y.Text;
      text.insert(next(text.length + 1), next(5) === 0 ? "line\n" : "some words ");
      if (step % 20 === 0) meet();
    }
    meet();
    const text = texts[0] as Y.Text;
    const whole = plain(text);
    const index = new ContentIndex(text);
    index.start();
    const all = ids(index.runs(0));
    for (let step = 0; step < 200; step++) {
      const from = next(text.length);
      const to = from + next(80);
      expect(index.slice(from, to)).toBe(whole.slice(from, to));
      expect(ids(index.runs(from, to))).toEqual(all.slice(from, to));
      const backward = [...index.runsBefore(to)].reverse();
      expect(ids(backward)).toEqual(all.slice(0, to));
      const id = idAt(text, from);
      expect(id && index.indexOf(id)).toBe(from);
      expect(index.lineAt(from)).toBe(whole.slice(0, from).split("\n").length);
      const range = { client: 1 + next(2), clock: next(3000), length: 1 + next(40) };
      const places = indexesOf(text, range).flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, at) => from + at),
      );
      expect(
        [...index.placesOf(range)].flatMap(({ from, to }) =>
          Array.from({ length: to - from }, (_, at) => from + at),
        ),
      ).toEqual(places);
    }
  });

  it("knows where deleted words were", () => {
    const doc = new Y.Doc();
    doc.clientID = 1;
    const text = doc.getText("content");
    text.insert(0, "one two three");
    const index = new ContentIndex(text);
    index.start();
    text.delete(4, 4);
    expect(index.indexOf({ client: 1, clock: 5 })).toBeNull();
    expect(index.placeOf({ client: 1, clock: 5 })).toBe(4);
    expect(index.placeOf({ client: 1, clock: 9 })).toBe(5);
    text.delete(0, 4);
    expect(index.placeOf({ client: 1, clock: 0 })).toBe(0);
    expect(index.placeOf({ client: 1, clock: 99 })).toBeNull();
    expect(index.placeOf({ client: 8, clock: 0 })).toBeNull();
  });

  it("reads only what a change touches anew", () => {
    const doc = new Y.Doc();
    const text = doc.getText("content");
    text.insert(0, "many words in a long text, ".repeat(2000));
    const index = new ContentIndex(text);
    index.start();
    const before = new Set(index.chunks);
    expect(before.size).toBeGreaterThan(20);
    text.insert(20_000, "x");
    expect(index.chunks.filter((chunk) => !before.has(chunk))).toHaveLength(1);
    text.delete(40_000, 3);
    expect(index.chunks.filter((chunk) => !before.has(chunk))).toHaveLength(2);
    text.format(100, 50, { bold: true });
    expect(index.chunks.filter((chunk) => !before.has(chunk))).toHaveLength(2);
    expectSame(index, text);
  });

  it("keeps chunks from becoming many small ones", () => {
    const doc = new Y.Doc();
    const text = doc.getText("content");
    text.insert(0, "0123456789".repeat(3000));
    const index = new ContentIndex(text);
    index.start();
    const most = index.chunks.length;
    while (text.length > 500) text.delete(Math.floor(text.length / 3), 37);
    expect(index.chunks.length).toBeLessThan(most / 3);
    expectSame(index, text);
  });
});
