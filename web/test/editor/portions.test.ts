import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { portions } from "../../src/editor/portions";
import { type Delta, DeltaBuilder, isInsert, type Op } from "../../src/model/delta";

const START = "0123456789".repeat(3);

function applied(changes: readonly Delta[]): Delta {
  const text = new Y.Doc().getText();
  text.insert(0, START);
  for (const change of changes)
    text.applyDelta(change.map((op) => ("insert" in op ? { attributes: {}, ...op } : { ...op })));
  // Yjs may tell text of one format in parts.
  const result = new DeltaBuilder();
  for (const op of text.toDelta() as Delta) result.push(op);
  return result.build();
}

const inserted = (change: Delta) =>
  change
    .filter(isInsert)
    .reduce((sum, { insert }) => sum + (typeof insert === "string" ? insert.length : 1), 0);

const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ retain: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ delete: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ insert: fc.constantFrom("a", "bc", "🙂🙃", "long words with 🙂 in them") }),
  fc.record({ insert: fc.constantFrom("x", "yz"), attributes: fc.constant({ bold: true }) }),
  fc.constant({ insert: { divider: true } }),
);

describe("portions of a change", () => {
  it("do the same one after the other, none inserting more than it may", () => {
    fc.assert(
      fc.property(fc.array(op, { maxLength: 7 }), fc.integer({ min: 2, max: 9 }), (change, max) => {
        const all = portions(change, max);
        expect(applied(all)).toEqual(applied([change]));
        for (const portion of all) expect(inserted(portion)).toBeLessThanOrEqual(max);
        expect(
          all
            .flat()
            .filter(isInsert)
            .map(({ insert }) => insert)
            .join(""),
        ).not.toMatch(/\ufffd/);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it("are one where the change is small", () => {
    const change: Delta = [{ retain: 2 }, { insert: "ab" }, { delete: 3 }, { insert: "cd" }];
    expect(portions(change, 4)).toHaveLength(1);
    expect(portions(change, 3)).toHaveLength(2);
  });

  it("never part a surrogate pair", () => {
    const parts = portions([{ insert: "a🙂🙃" }], 2).flatMap((one) => one.filter(isInsert));
    expect(parts.map(({ insert }) => insert)).toEqual(["a", "🙂", "🙃"]);
  });
});
