// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { splitUpdate } from "../../src/sync/split-update";
import { seeded } from "../authorship/spans";

/** A document that several people, and several pages of one person, wrote in random turns. */
function written(seed: number, steps: number): Y.Doc {
  const next = seeded(seed);
  const doc = new Y.Doc();
  const text = doc.getText("content");
  for (let step = 0; step < steps; step++) {
    if (next(5) === 0) doc.clientID = 1 + next(4);
    const at = next(text.length + 1);
    const kind = next(6);
    if (kind === 0 && text.length > 20) text.delete(next(text.length - 10), 1 + next(9));
    else if (kind === 1 && text.length > 20) text.format(next(text.length - 10), 5, { bold: true });
    else if (kind === 2) text.insertEmbed(at, { divider: true });
    else if (kind === 3) doc.getArray("lineage").push([{ to: step }]);
    else text.insert(at, "añ🙂".repeat(1 + next(9)));
  }
  return doc;
}

/** Applies pieces one by one; every one has to fit on what is there. */
function merged(pieces: readonly Uint8Array[], onto = new Y.Doc()): Y.Doc {
  for (const piece of pieces) {
    Y.applyUpdate(onto, piece);
    expect(onto.store.pendingStructs).toBeNull();
    expect(onto.store.pendingDs).toBeNull();
  }
  return onto;
}

describe("splitting an update", () => {
  it("leaves a small one as it is", () => {
    const update = Y.encodeStateAsUpdate(written(1, 10));
    expect(splitUpdate(update, update.byteLength)).toEqual([update]);
  });

  it.each([1, 2, 3, 4])(
    "gives pieces that build on each other and say the same, seed %i",
    (seed) => {
      const doc = written(seed, 600);
      const update = Y.encodeStateAsUpdate(doc);
      for (const max of [200, 1_000, 5_000]) {
        const pieces = splitUpdate(update, max);
        expect(pieces.length).toBeGreaterThan(2);
        for (const piece of pieces) expect(piece.byteLength).toBeLessThan(max + 300);
        const copy = merged(pieces);
        expect(copy.getText("content").toDelta()).toEqual(doc.getText("content").toDelta());
        expect(copy.getArray("lineage").toJSON()).toEqual(doc.getArray("lineage").toJSON());
        expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(doc));
      }
    },
  );

  it("gives pieces of a difference that fit on what the other side has", () => {
    const doc = written(5, 300);
    const there = new Y.Doc();
    Y.applyUpdate(there, Y.encodeStateAsUpdate(doc));
    doc.clientID = 77;
    for (let i = 0; i < 300; i++) doc.getText("content").insert((i * 7) % 50, "later ");
    const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(there));
    const pieces = splitUpdate(update, 500);
    expect(pieces.length).toBeGreaterThan(2);
    merged(pieces, there);
    expect(there.getText("content").toDelta()).toEqual(doc.getText("content").toDelta());
  });

  it("splits one long text, never within a character", () => {
    const doc = new Y.Doc();
    const long = `x${"🙂".repeat(200_000)}`;
    doc.getText("content").insert(0, long);
    const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), 200_000);
    expect(pieces.length).toBeGreaterThan(3);
    for (const piece of pieces) expect(piece.byteLength).toBeLessThan(300_000);
    expect(merged(pieces).getText("content").toString() === long).toBe(true);
  });

  it("keeps claims with the text that they speak of", () => {
    const doc = new Y.Doc({ gc: false });
    const text = doc.getText("content");
    const claim = (clock: number, length: number) =>
      doc.getArray("lineage").push([{ to: { client: doc.clientID, clock, length }, from: null }]);
    for (let i = 0; i < 60; i++) {
      if (i % 7 === 0) doc.clientID += 1;
      const clock = Y.getState(doc.store, doc.clientID);
      text.insert(0, `words ${i} `);
      // Typed in between, so that text and claim are no neighbours.
      if (i % 3 === 0) text.insert(text.length, "typed ".repeat(8));
      claim(clock, 3);
      claim(clock + 3, 3);
    }
    const server = new Y.Doc();
    const seen: number[] = [];
    server.on("afterTransaction", ({ beforeState }: Y.Transaction) => {
      for (const { to } of server.getArray<{ to: Y.ID }>("lineage").toArray().slice(seen.length)) {
        seen.push(to.clock);
        expect(to.clock).toBeGreaterThanOrEqual(beforeState.get(to.client) ?? 0);
      }
    });
    const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), 700);
    expect(pieces.length).toBeGreaterThan(4);
    merged(pieces, server);
    expect(seen).toHaveLength(120);
  });

  it("parts them where they do not fit into one piece", () => {
    const doc = new Y.Doc();
    const to = { client: doc.clientID, clock: 0, length: 100_000 };
    doc.getText("content").insert(0, "x".repeat(100_000));
    doc.getArray("lineage").push([{ to, origin: "pasted" }, null, "neither", { to: 3 }]);
    const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), 70_000);
    expect(pieces).toHaveLength(2);
    expect(merged(pieces).getArray("lineage")).toHaveLength(4);
  });
});
