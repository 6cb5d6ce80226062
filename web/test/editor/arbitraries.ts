/** Random texts and changes, for properties. */
import fc from "fast-check";
import type { Delta, Op } from "../../src/model/delta";
import { DeltaBuilder } from "../../src/model/delta";

const inline = fc.record(
  {
    bold: fc.constant(true),
    italic: fc.constant(true),
    link: fc.constantFrom("https://example.org/", "/here", "#there"),
    color: fc.constantFrom("red", "blue"),
  },
  { requiredKeys: [] },
);

const line = fc.record(
  {
    header: fc.integer({ min: 1, max: 6 }),
    list: fc.constantFrom("bullet", "ordered", "checked", "unchecked"),
    indent: fc.integer({ min: 1, max: 8 }),
    blockquote: fc.constant(true),
    "code-block": fc.constantFrom(true, "plain"),
    align: fc.constantFrom("center", "right", "justify"),
    direction: fc.constant("rtl"),
    table: fc.constantFrom("row-1", "row-2"),
  },
  { requiredKeys: [] },
);

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom("one ", "two", "γ", "😀", "e\u0301"), inline) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom({ divider: true }, { image: "/a.png" }), inline),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constant("\n"), line) },
);

function build(pieces: readonly (readonly [string | object, object])[]): Delta {
  const builder = new DeltaBuilder();
  for (const [insert, attributes] of pieces) {
    builder.insert(insert as string, attributes as Record<string, unknown>);
  }
  return builder.build();
}

/** A text that ends in `\n`. */
export const texts = fc
  .tuple(fc.array(piece, { maxLength: 12 }), line)
  .map(([pieces, last]) => build([...pieces, ["\n", last]]));

/** A text of whole characters, with or without final `\n`. */
export const looseTexts = fc.array(piece, { maxLength: 12 }).map(build);

const change = fc.oneof(
  fc.tuple(fc.constant("retain" as const), fc.nat(4), fc.option(inline)),
  fc.tuple(fc.constant("delete" as const), fc.nat(3), fc.constant(null)),
  fc.tuple(fc.constant("insert" as const), fc.nat(3), fc.option(inline)),
);

/** A change of a text of this length. Removal of a format is among it. */
export function changesOf(length: number): fc.Arbitrary<Delta> {
  return fc.array(change, { maxLength: 6 }).map((steps) => {
    const builder = new DeltaBuilder();
    let left = length;
    for (const [kind, size, attributes] of steps) {
      if (kind === "insert")
        builder.push(withFormats({ insert: "xyz".slice(0, size) }, attributes));
      else {
        const most = Math.min(size, left);
        left -= most;
        const formats = attributes ? { ...attributes, strike: null } : null;
        builder.push(kind === "delete" ? { delete: most } : withFormats({ retain: most }, formats));
      }
    }
    return builder.build();
  });
}

function withFormats(op: Op, attributes: object | null): Op {
  const some = attributes && Object.keys(attributes).length > 0;
  return some ? ({ ...op, attributes } as Op) : op;
}
