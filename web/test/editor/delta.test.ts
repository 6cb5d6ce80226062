import fc from "fast-check";
import { Delta as QuillDelta } from "quill";
import { describe, expect, it } from "vitest";
import { touches } from "../../src/editor/hold";
import { type Delta, DeltaBuilder, lengthAfter } from "../../src/model/delta";
import { compose, transform, transformIndex } from "../../src/model/delta-algebra";
import { changesOf, texts } from "./arbitraries";

const quill = (delta: Delta) => new QuillDelta(delta as never);
const plain = (delta: Delta | QuillDelta) =>
  JSON.parse(JSON.stringify("ops" in delta ? delta.ops : delta));

const threeOnOneText = texts.chain((text) => {
  const length = lengthAfter(text);
  return fc.tuple(fc.constant(text), changesOf(length), changesOf(length));
});

describe("the algebra of deltas", () => {
  it("composes as Quill does", () => {
    fc.assert(
      fc.property(threeOnOneText, ([text, first]) => {
        expect(plain(compose(text, first))).toEqual(plain(quill(text).compose(quill(first))));
      }),
    );
  });

  it("composing changes is the same as making one after the other", () => {
    const twoChanges = texts.chain((text) =>
      changesOf(lengthAfter(text)).chain((first) =>
        fc.tuple(
          fc.constant(text),
          fc.constant(first),
          changesOf(lengthAfter(compose(text, first))),
        ),
      ),
    );
    fc.assert(
      fc.property(twoChanges, ([text, first, second]) => {
        const both = compose(text, compose(first, second));
        expect(both).toEqual(compose(compose(text, first), second));
      }),
    );
  });

  it.each([true, false])("transforms as Quill does (first wins: %s)", (firstWins) => {
    fc.assert(
      fc.property(threeOnOneText, ([, first, second]) => {
        const expected = quill(first).transform(quill(second), firstWins);
        expect(plain(transform(first, second, firstWins))).toEqual(plain(expected));
      }),
    );
  });

  it("two changes meet, whichever is made first", () => {
    fc.assert(
      fc.property(threeOnOneText, ([text, a, b]) => {
        const aThenB = compose(compose(text, a), transform(a, b, true));
        const bThenA = compose(compose(text, b), transform(b, a, false));
        expect(aThenB).toEqual(bThenA);
      }),
    );
  });

  it("an index goes with the character before it", () => {
    fc.assert(
      fc.property(threeOnOneText, fc.nat(20), ([, change], index) => {
        const moved = transformIndex(change, index);
        expect(moved).toBe(quill(change).transformPosition(index, true));
      }),
    );
  });
});

describe("touches", () => {
  const at = (index: number) => new DeltaBuilder().retain(index);

  it.each([
    ["an insert before", at(3).insert("x").build(), false],
    ["an insert at the start", at(4).insert("x").build(), true],
    ["an insert at the end", at(8).insert("x").build(), true],
    ["an insert behind", at(9).insert("x").build(), false],
    ["a deletion that ends before", at(1).delete(2).build(), false],
    ["a deletion that reaches in", at(1).delete(6).build(), true],
    ["a deletion over all", at(0).delete(20).build(), true],
    ["a format behind", at(9).retain(2, { bold: true }).build(), false],
    ["a format within", at(5).retain(1, { bold: true }).build(), true],
    ["nothing", [], false],
  ])("%s of 4 to 8: see third column", (_, change, expected) => {
    expect(touches(change, 4, 8)).toBe(expected);
  });
});
