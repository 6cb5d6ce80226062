// @vitest-environment node
import { describe as about, expect, it } from "vitest";
import { describe, spoken } from "../../src/authorship/describe";
import { passageAt } from "../../src/authorship/passage";
import type { AuthorshipStore } from "../../src/authorship/store";
import type { SourceDocument, SuggestionSource } from "../../src/wire/authorship";
import type { Person } from "../../src/wire/types";
import { authored, OWN, type Words } from "./authored";
import { ADA, BO, suggestion } from "./spans";

const ME: Person = { id: "p_me", name: "Mia", initials: "M", colour: 1, kind: "account" };
const GONE: Person = { ...BO, id: "p_gone", name: "", kind: "erased" };
const BY_BO = { author: "p_bo", placed_by: "p_bo" };

interface Known {
  readonly suggestions?: readonly SuggestionSource[];
  readonly documents?: readonly SourceDocument[];
}

/** What is said of the passage that some words stand in. */
function said(words: readonly Words[], part: string, known: Known = {}) {
  const { text, at } = authored(...words);
  const people = [ADA, BO, ME, GONE];
  const store = {
    own: OWN,
    person: (id: string | null) => people.find((person) => person.id === id) ?? null,
    suggestion: (id: string | null) => known.suggestions?.find((one) => one.id === id) ?? null,
    document: (id: string) => known.documents?.find((one) => one.id === id) ?? null,
  } as AuthorshipStore;
  const passage = passageAt(text, at(part));
  if (passage === null) throw new Error(`${part} is not there`);
  const description = describe(passage, text, store);
  return { ...description, spoken: spoken(description), passage };
}

about("a passage in words", () => {
  it("is by whoever wrote it, with no word about how where they just typed it", () => {
    const found = said(
      [
        ["Bo wrote this. ", BY_BO],
        ["Ada this.", {}],
      ],
      "wrote",
    );
    expect(found).toMatchObject({ headline: "Words by Bo", placed: null, words: "3 words" });
    expect(found.spoken).toBe("Words by Bo; 3 words");
    expect(found.passage).toMatchObject({ index: 0, length: 15 });
  });

  it("says who moved it, from which line, and that it is still its writer's", () => {
    const source = { client: 1, clock: 11, document: null };
    const words: Words[] = [
      ["one\ntwo\n", {}],
      ["xx fourteen words", BY_BO],
      ["\n", {}],
      ["fourteen words", { ...BY_BO, placed_by: "p_ada", origin: "moved", source }],
    ];
    const { at } = authored(...words);
    expect(at("fourteen")).toBe(11);
    const moved = [...words.slice(0, 3), ["Fourteen words", words[3]?.[1] ?? null] as const];
    const found = said(moved, "Fourteen");
    expect(found.headline).toBe("Words by Bo");
    expect(found.placed).toBe("Moved from line 3 by Ada");
    expect(found.whence).toEqual({ kind: "live", from: 11, to: 25, line: 3 });
    expect(found.spoken).toBe("Words by Bo, moved from line 3 by Ada; 2 words");
  });

  it("says so when the words are no longer where they came from", () => {
    const source = { client: 99, clock: 0, document: null };
    const restored = { origin: "restored", placed_by: "p_me", source } as const;
    const found = said([["words", restored]], "words");
    expect(found.whence).toEqual({ kind: "gone", index: null, line: null });
    expect(found.placed).toBe("Restored from elsewhere in this document by Mia (you)");
  });

  it("names the other document only to whoever may know it", () => {
    const source = { client: 1, clock: 0, document: "d_2" };
    const copied: Words[] = [["words", { ...BY_BO, placed_by: "p_ada", origin: "copied", source }]];
    const documents = [{ id: "d_2", title: "The plan" }];
    expect(said(copied, "words", { documents })).toMatchObject({
      placed: "Copied from “The plan” by Ada",
      whence: { kind: "elsewhere", id: "d_2", title: "The plan" },
    });
    expect(said(copied, "words").placed).toBe("Copied from another document by Ada");
  });

  it("tells of a suggestion, who placed it, and who changed what since", () => {
    const placed = {
      author: null,
      placed_by: "p_ada",
      origin: "adopted",
      suggestion: "s_1",
    } as const;
    const changed = {
      placed: 85,
      kept: 73,
      by: [
        { person: "p_bo", deleted: 12, inserted: 5 },
        { person: "p_me", deleted: 0, inserted: 1 },
        { person: "p_ada", deleted: 0, inserted: 0 },
      ],
    };
    const found = said([["its words", placed]], "its", { suggestions: [suggestion({ changed })] });
    expect(found).toMatchObject({
      headline: "Words of suggestion S12",
      placed: "Placed by Ada",
      askedBy: BO,
      changed:
        "20 % changed since: Bo took out 12 characters and put in 5; Mia (you) put in 1 character",
      isUndeclared: false,
    });
    const kept = said([["its words", placed]], "its", { suggestions: [suggestion()] });
    expect(kept.changed).toBe("Unchanged since");
    expect(kept.spoken).toBe("Words of suggestion S12, placed by Ada, unchanged since; 2 words");
    expect(said([["its words", placed]], "its").headline).toBe("Words of a suggestion");
  });

  it("says plainly that a suggestion's words were not placed openly", () => {
    const hidden = {
      author: null,
      placed_by: "p_bo",
      origin: "adopted",
      suggestion: "s_1",
      undeclared: true,
    } as const;
    const found = said([["its words", hidden]], "its", { suggestions: [suggestion()] });
    expect(found).toMatchObject({
      headline: "The same words as suggestion S12",
      placed: "Put here by Bo",
      isUndeclared: true,
    });
  });

  it("tells of a suggestion that was made in another document", () => {
    const source = { client: 1, clock: 0, document: "d_2" };
    const copied = { origin: "copied", written: "adopted", suggestion: "s_1", source } as const;
    const other = suggestion({ document: "d_2", number: null, text: "" });
    const found = said([["its words", { ...copied, author: null }]], "its", {
      suggestions: [other],
    });
    expect(found.headline).toBe("Words of a suggestion made in another document");
  });

  it("calls nobody what nobody is known to be", () => {
    const nobody = { author: null, placed_by: null } as const;
    const lines = (origin: "imported" | "unknown" | "pasted") =>
      said([["words", { ...nobody, origin }]], "words");
    expect(lines("imported").headline).toBe("There from the start or imported");
    expect(lines("unknown").headline).toBe("Who wrote this is not known");
    expect(lines("unknown").placed).toBeNull();
    const pasted = said([["words", { ...nobody, placed_by: "p_bo", origin: "pasted" }]], "words");
    expect(pasted.placed).toBe("Pasted by Bo");
    expect(said([["words", null]], "words").headline).toBe("Who wrote this is being looked up");
    const erased = said([["words", { author: "p_gone", placed_by: "p_gone" }]], "words");
    expect(erased.headline).toBe("Words by Somebody whose account was erased");
  });

  it("ends where words of the same writer came here in another way", () => {
    const at = 1_700_000_000_000;
    const moved = { origin: "moved", source: { client: 9, clock: 0, document: null } } as const;
    const words: Words[] = [
      ["typed ", {}],
      ["moved ", { ...moved, at }],
      ["together ", { ...moved, at: at + 900, source: { client: 9, clock: 50, document: null } }],
      ["later", { ...moved, at: at + 90_000 }],
    ];
    expect(said(words, "typed").passage).toMatchObject({ index: 0, length: 6 });
    expect(said(words, "together").passage).toMatchObject({ index: 6, length: 15 });
    expect(said(words, "later").passage).toMatchObject({ index: 21, length: 5 });
  });
});
