import { describe, expect, it } from "vitest";
import { piecesOfEdited } from "./edited";

const SERVED = "Please send the form, signed, before Friday.";

/** The edited text with what is still the suggestion's in brackets; each of it has to be there. */
function told(edited: string, text = SERVED): string {
  let at = 0;
  const parts = piecesOfEdited({ id: "s_1", text }, edited).map(({ length, source }) => {
    const part = edited.slice(at, at + length);
    at += length;
    if (source === null) return part;
    if (!("suggestion" in source)) throw new Error("another source");
    expect(source.suggestion).toBe("s_1");
    expect(text.slice(source.at, source.at + length)).toBe(part);
    return `[${part}]`;
  });
  expect(at).toBe(edited.length);
  return parts.join("");
}

describe("what is left of a suggestion", () => {
  it("is all of it where nothing was edited", () => {
    expect(told(SERVED)).toBe(`[${SERVED}]`);
  });

  it("is nothing of a word that was changed, nor of one that was added", () => {
    expect(told("Please resend the form, signed, before Friday.")).toBe(
      "[Please ]resend[ the form, signed, before Friday.]",
    );
    expect(told("Please do send the form, signed, before Friday.")).toBe(
      "[Please ]do [send the form, signed, before Friday.]",
    );
  });

  it("goes on behind what was taken out", () => {
    expect(told("Please send the form before Friday.")).toBe(
      "[Please send the form][ before Friday.]",
    );
  });

  it("has whole words only", () => {
    expect(told("Please sender the form, signed, before Fridays.")).toBe(
      "[Please ]sender[ the form, signed, before ]Fridays.",
    );
  });

  it("is nothing where all was written anew, or only signs stayed", () => {
    expect(told("Never mind")).toBe("Never mind");
    expect(told("a, b", "c, d")).toBe("a, b");
    expect(told("")).toBe("");
  });

  it("never cuts a character in two", () => {
    expect(told("one 🙂🙃 two", "one 🙂🙂 two")).not.toMatch(/\p{Surrogate}/u);
  });
});
