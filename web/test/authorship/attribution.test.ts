// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { AuthoredText } from "../../src/authorship/authored-text";
import { ContentIndex } from "../../src/authorship/content-index";
import { SpanMap } from "../../src/authorship/span-map";
import { authored, OWN } from "./authored";
import { seeded, span } from "./spans";

/** What is shown of each piece: its text, kind, author and suggestion. */
function shown({ index, text }: Pick<ReturnType<typeof authored>, "index" | "text">): string[] {
  return [...text.forward(0)].map((piece) => {
    const words = index.slice(piece.index, piece.index + piece.length);
    return [words, piece.kind, piece.author ?? "", piece.suggestion ?? ""].join("|");
  });
}

describe("attribution", () => {
  it("says whose words they are by how they were written, however they got here", () => {
    const adopted = { author: null, written: "adopted", suggestion: "s_1" } as const;
    const source = { client: 9, clock: 0, document: null };
    const found = authored(
      ["typed ", {}],
      ["moved ", { author: "p_bo", placed_by: "p_ada", origin: "moved", source }],
      ["placed ", { ...adopted, origin: "adopted" }],
      ["copied ", { ...adopted, origin: "copied", source }],
      ["hidden ", { ...adopted, origin: "adopted", undeclared: true }],
      ["pasted ", { author: null, origin: "pasted" }],
      ["there ", { author: null, origin: "imported" }],
      ["unknown ", { author: null, origin: "unknown" }],
      ["nobody's ", { author: null, origin: "typed" }],
    );
    expect(shown(found)).toEqual([
      "typed |typed|p_ada|",
      "moved |typed|p_bo|",
      "placed |adopted||s_1",
      "copied |adopted||s_1",
      "hidden |undeclared||s_1",
      "pasted |pasted||",
      "there |imported||",
      "unknown |unknown||",
      "nobody's |unknown||",
    ]);
  });

  it("is ours while unconfirmed, and nobody's while a teammate's is on its way", () => {
    expect(shown(authored(["theirs", null]))).toEqual(["theirs|pending||"]);
    const doc = new Y.Doc();
    doc.clientID = OWN.clientId;
    doc.getText("content").insert(0, "mine");
    const index = new ContentIndex(doc.getText("content"));
    index.start();
    const text = new AuthoredText(index, { spans: new SpanMap(), own: OWN });
    expect(shown({ index, text })).toEqual(["mine|saving|p_me|"]);
  });

  it.each([1, 2, 3])("is the same for every character, forward and backward, seed %i", (seed) => {
    const next = seeded(seed);
    const doc = new Y.Doc();
    const content = doc.getText("content");
    const spans = new SpanMap();
    for (let step = 0; step < 200; step++) {
      doc.clientID = 1 + next(3);
      const clock = Y.getState(doc.store, doc.clientID);
      if (next(4) === 0 && content.length > 3) {
        content.delete(next(content.length - 2), 1 + next(2));
        continue;
      }
      content.insert(next(content.length + 1), "abcdefgh".slice(0, 1 + next(8)));
      const length = Y.getState(doc.store, doc.clientID) - clock;
      spans.add(span({ client: doc.clientID, clock, length, author: `p_${next(3)}` }));
    }
    const index = new ContentIndex(content);
    index.start();
    const text = new AuthoredText(index, { spans, own: OWN });
    const each = Array.from({ length: index.length }, (_, at) => text.at(at)?.author);
    const expand = (pieces: Iterable<{ length: number; author: string | null }>) =>
      [...pieces].flatMap(({ length, author }) => new Array(length).fill(author));
    expect(new Set(each).size).toBe(3);
    expect(expand(text.forward(0))).toEqual(each);
    expect(expand(text.forward(20, 70))).toEqual(each.slice(20, 70));
    expect(expand(text.backward(70)).reverse()).toEqual(each.slice(0, 70));
    const around = text.around(35, (one, other) => one.author === other.author);
    const [first, last] = [around[0], around[around.length - 1]];
    const [from, to] = [first?.index ?? 0, (last?.index ?? 0) + (last?.length ?? 0)];
    expect(new Set(each.slice(from, to))).toEqual(new Set([each[35]]));
    expect(each[from - 1]).not.toBe(each[35]);
    expect(each[to]).not.toBe(each[35]);
  });
});
