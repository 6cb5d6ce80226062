import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentHash, normalised } from "./content-hash";

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

describe("the hash of a passage", () => {
  it("is of its words only", () => {
    expect(contentHash(" One\ntwo\u2009 three ")).toBe(sha256("One two three"));
    expect(contentHash("cafe\u0301")).toBe(sha256("café"));
    expect(contentHash("one two")).not.toBe(contentHash("onetwo"));
    expect(normalised("a\u200bb")).toBe("a\u200bb");
    expect(normalised("\n \t")).toBe("");
  });

  it("does not change when a paragraph is split at a space", () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zé😀]+$/u)), (words) => {
        expect(contentHash(words.join(" "))).toBe(contentHash(`\n${words.join(" \n")}`));
      }),
    );
  });
});
