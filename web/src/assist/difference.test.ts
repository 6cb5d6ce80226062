import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countWords, difference, type Part } from "./difference";

const shown = (parts: readonly Part[]): string =>
  parts
    .map(
      (part) =>
        ({ kept: part.text, added: `[+${part.text}]`, removed: `[-${part.text}]` })[part.kind],
    )
    .join("");

describe("difference", () => {
  it("says nothing changed when nothing did", () => {
    expect(difference("Same words.", "Same words.")).toEqual([
      { kind: "kept", text: "Same words.", at: 0 },
    ]);
  });

  it("marks one replaced word", () => {
    expect(shown(difference("We utilise tools.", "We use tools."))).toBe(
      "We [-utilise][+use] tools.",
    );
  });

  it("joins a changed phrase across single spaces", () => {
    expect(shown(difference("in order to win", "so we can win"))).toBe(
      "[-in order to][+so we can] win",
    );
  });

  it("leaves white space that both have out of a changed phrase", () => {
    expect(shown(difference("In order to win we", "To win we"))).toBe("[-In order to][+To] win we");
  });

  it("keeps a line break out of a changed phrase", () => {
    expect(shown(difference("one\ntwo", "eins\nzwei"))).toBe("[-one][+eins]\n[-two][+zwei]");
  });

  it("gives offsets in the suggestion", () => {
    const parts = difference("a b c", "a x c");
    expect(parts.find((part) => part.kind === "added")).toEqual({
      kind: "added",
      text: "x",
      at: 2,
    });
    expect(parts.at(-1)).toEqual({ kind: "kept", text: " c", at: 3 });
  });

  it("shows an empty suggestion as everything removed", () => {
    expect(shown(difference("gone", ""))).toBe("[-gone]");
  });

  it("replaces wholesale what is too different to compare", () => {
    const one = Array.from({ length: 900 }, (_, n) => `a${n}`).join(" ");
    const other = Array.from({ length: 900 }, (_, n) => `b${n}.`).join("-");
    expect(difference(one, other).map((part) => part.kind)).toEqual(["removed", "added"]);
  });

  it("rebuilds both texts exactly, with offsets that fit", () => {
    const text = fc
      .array(fc.constantFrom("ein", "one", "two", " ", "  ", "\n", ".", "é", "🙂", "don't", "—"), {
        maxLength: 30,
      })
      .map((words) => words.join(""));
    fc.assert(
      fc.property(text, text, (passage, suggestion) => {
        const parts = difference(passage, suggestion);
        const of = (...kinds: Part["kind"][]): string =>
          parts
            .filter((part) => kinds.includes(part.kind))
            .map((part) => part.text)
            .join("");
        expect(of("kept", "added")).toBe(suggestion);
        expect(of("kept", "removed")).toBe(passage);
        for (const part of parts)
          if (part.kind !== "removed")
            expect(suggestion.slice(part.at, part.at + part.text.length)).toBe(part.text);
      }),
    );
  });
});

describe("countWords", () => {
  it("counts words, not punctuation or spaces", () => {
    expect(countWords("Well — that's two, or 3 words?\n")).toBe(6);
    expect(countWords("  \n")).toBe(0);
  });
});
