/** Texts as documents and back, and every change as steps. */
import fc from "fast-check";
import { Transform } from "prosemirror-transform";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { applyChange } from "../../src/editor/apply-change";
import { docFromText, textBetween } from "../../src/editor/content";
import { endsInLineEnd, toModelChange } from "../../src/editor/final-end";
import { stepChange } from "../../src/editor/local-change";
import { indexToPos, modelLength, posToIndex } from "../../src/editor/positions";
import { type Delta, lengthAfter } from "../../src/model/delta";
import { compose } from "../../src/model/delta-algebra";
import { looseTexts, texts } from "./arbitraries";

describe("a text and its document", () => {
  it("text to document and back is the same text", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const doc = docFromText(text);
        doc.check();
        expect(modelLength(doc)).toBe(lengthAfter(text));
        expect(textBetween(doc, 0, modelLength(doc))).toEqual(text);
      }),
    );
  });

  it("every place in a line is an index and back", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const doc = docFromText(text);
        for (let index = 0; index < modelLength(doc); index++) {
          const pos = indexToPos(doc, index);
          expect(doc.resolve(pos).depth).toBe(1);
          expect(posToIndex(doc, pos)).toBe(index);
        }
      }),
    );
  });

  it.each([
    ["", 1],
    ["\n", 1],
    ["abc", 1],
    ["abc\n", 1],
    ["abc\n\n", 2],
    ["\nabc", 2],
  ])("%j is shown as %i lines", (string, lines) => {
    expect(docFromText(string ? [{ insert: string }] : []).childCount).toBe(lines);
  });

  it("ignores what it does not know how to show safely", () => {
    const doc = docFromText([
      { insert: "x", attributes: { link: "javascript:alert(1)", header: 1, bad: { deep: 1 } } },
      { insert: "\n", attributes: { bold: true, header: 99, indent: -1, list: "square" } },
    ]);
    expect(textBetween(doc, 0, 2)).toEqual([{ insert: "x\n" }]);
  });
});

/** Two texts, and the changes that lead a Yjs text from one to the other. */
function changeBetween(before: Delta, after: Delta): { change: Delta; length: number } {
  const text = new Y.Doc().getText("content");
  // Yjs writes into what it is given.
  text.applyDelta(structuredClone(before) as never);
  const { length } = text;
  let change: Delta = [];
  text.observe((event) => {
    change = event.delta as Delta;
  });
  text.doc?.transact(() => {
    text.applyDelta(structuredClone(after) as never);
    if (length > 0) text.delete(text.length - length, length);
  });
  return { change, length };
}

const ends = (delta: Delta) => {
  const last = delta[delta.length - 1];
  return last !== undefined && "insert" in last && String(last.insert).endsWith("\n");
};

describe("a change of the text as steps", () => {
  it("leads from any text to any other, final line end or not", () => {
    fc.assert(
      fc.property(looseTexts, looseTexts, (before, after) => {
        const { change, length } = changeBetween(before, after);
        const tr = new Transform(docFromText(before));
        applyChange(tr, toModelChange(change, length, ends(before), ends(after)));
        tr.doc.check();
        expect(tr.doc.toJSON()).toEqual(docFromText(after).toJSON());
      }),
      { numRuns: 300 },
    );
  });

  it("steps read back are the change they were made from", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const { change } = changeBetween(before, after);
        const tr = new Transform(docFromText(before));
        applyChange(tr, change);
        const read = tr.steps
          .map((step, i) => stepChange(step, tr.docs[i] ?? tr.doc, tr.docs[i + 1] ?? tr.doc))
          .reduce(compose, before);
        expect(read).toEqual(after);
      }),
      { numRuns: 300 },
    );
  });
});

describe("endsInLineEnd", () => {
  it("sees deleted and formatted ends for what they are", () => {
    const text = new Y.Doc().getText("content");
    expect(endsInLineEnd(text)).toBe(false);
    text.insert(0, "a\n", { header: 1 });
    expect(endsInLineEnd(text)).toBe(true);
    text.insertEmbed(2, { divider: true });
    expect(endsInLineEnd(text)).toBe(false);
    text.delete(2, 1);
    expect(endsInLineEnd(text)).toBe(true);
    text.delete(1, 1);
    expect(endsInLineEnd(text)).toBe(false);
  });
});
