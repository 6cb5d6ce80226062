// @vitest-environment node
import { describe, expect, it } from "vitest";
import {
  EVERYTHING,
  type Filter,
  filterOf,
  isActive,
  matching,
  toggled,
} from "../../src/authorship/filter";
import { authored } from "./authored";
import { suggestion } from "./spans";

const placed = (suggestion_at: number) =>
  ({
    author: null,
    placed_by: "p_ada",
    origin: "adopted",
    suggestion: "s_1",
    suggestion_at,
  }) as const;
const CHANGED = suggestion({
  changed: { placed: 20, kept: 12, by: [{ person: "p_bo", deleted: 8, inserted: 6 }] },
});

describe("the filter", () => {
  const text = authored(
    ["Ada ", {}],
    ["Bo ", { author: "p_bo" }],
    ["moved ", { origin: "moved", source: { client: 9, clock: 0, document: null } }],
    ["pasted ", { author: null, origin: "pasted" }],
    ["first ", placed(0)],
    ["inside ", { author: "p_bo" }],
    ["second ", placed(13)],
    ["behind ", { author: "p_bo" }],
    ["again ", placed(0)],
    ["hidden ", { author: null, origin: "adopted", suggestion: "s_2", undeclared: true }],
  );
  const pieces = [...text.text.forward(0)];
  const matched = (filter: Partial<Filter>, source = CHANGED) =>
    matching(
      pieces,
      { ...EVERYTHING, ...filter },
      {
        suggestion: (id) => (id === "s_1" ? source : null),
      },
    )
      .flatMap((matches, at) => (matches ? [pieces[at]] : []))
      .map((piece) =>
        text.index.slice(piece?.index ?? 0, (piece?.index ?? 0) + (piece?.length ?? 0)),
      )
      .join("");

  it("matches people and origins, and whoever is one of several", () => {
    expect(matched({ people: ["p_ada"] })).toBe("Ada moved ");
    expect(matched({ people: ["p_bo"] })).toBe("Bo inside behind ");
    expect(matched({ sorts: ["pasted"] })).toBe("pasted ");
    expect(matched({ sorts: ["moved"] })).toBe("moved ");
    expect(matched({ sorts: ["undeclared"] })).toBe("hidden ");
    expect(matched({ people: ["p_ada"], sorts: ["pasted"] })).toBe("Ada moved pasted ");
    expect(matched({ sorts: ["unknown"] })).toBe("");
  });

  it("finds what was changed since with what was put inside, and nothing that only stands beside it", () => {
    expect(matched({ sorts: ["changed"] })).toBe("first inside second again ");
    const untouched = suggestion();
    expect(matched({ sorts: ["changed"] }, untouched)).toBe("inside ");
  });

  it("is switched on and off one by one", () => {
    const one = toggled(EVERYTHING, { person: "p_ada" });
    const both = toggled(one, { sort: "pasted" });
    expect(both).toEqual({ people: ["p_ada"], sorts: ["pasted"] });
    expect(toggled(toggled(both, { person: "p_ada" }), { sort: "pasted" })).toEqual(EVERYTHING);
    expect([EVERYTHING, one].map(isActive)).toEqual([false, true]);
  });

  it("is remembered for each document", () => {
    filterOf("d_1").set(toggled(EVERYTHING, { sort: "adopted" }));
    expect(filterOf("d_1").getSnapshot().sorts).toEqual(["adopted"]);
    expect(filterOf("d_2").getSnapshot()).toBe(EVERYTHING);
  });
});
