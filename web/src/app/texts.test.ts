import { describe, expect, it } from "vitest";
import { type Texts, texts } from "./texts";

type Entry = readonly [path: string, text: string];

/** Every text of the catalogue; those with values in them are filled with samples. */
function entries(node: unknown, path: string): readonly Entry[] {
  if (typeof node === "string") return [[path, node]];
  if (typeof node === "function") {
    const fill = node as (...given: unknown[]) => string;
    return [
      [`${path}(1)`, fill(1, 1)],
      [`${path}(2)`, fill(2, 2)],
    ];
  }
  return Object.entries(node as object).flatMap(([name, inner]) =>
    entries(inner, path === "" ? name : `${path}.${name}`),
  );
}

const ALL = entries(texts, "");

describe("the texts", () => {
  it("say something everywhere", () => {
    for (const [path, text] of ALL) expect(text.trim(), path).not.toBe("");
    expect(ALL.length).toBeGreaterThan(150);
  });

  it("fill in their values", () => {
    for (const [path, text] of ALL) expect(text, path).not.toMatch(/undefined|NaN|\[object/);
  });

  it("never offer to insert, accept or apply a suggestion: a person places it (UX.md)", () => {
    for (const [path, text] of entries(texts.assist, "assist"))
      expect(text, path).not.toMatch(/\b(insert|accept|apply)\b/i);
  });

  it("do not dress the assistant up", () => {
    for (const [path, text] of ALL)
      expect(text, path).not.toMatch(/\b(magic|sparkle|smart|AI|genius|wand)\b|✨/i);
  });

  it("use one ellipsis and one kind of quotation mark", () => {
    for (const [path, text] of ALL) expect(text, path).not.toMatch(/\.\.\.|"/);
  });

  it("count one and many", () => {
    expect(texts.status.offline(1)).toBe("Offline, 1 change kept on this device");
    expect(texts.status.offline(14)).toBe("Offline, 14 changes kept on this device");
    expect(texts.assist.placing.placed(14, 12)).toBe("Placed 14 words from suggestion S12");
    expect(texts.assist.placing.placed(1, null)).toBe("Placed 1 word");
  });

  it("can be given in another language of the same shape", () => {
    const other: Texts = { ...texts, product: "Byline" };
    expect(Object.keys(other)).toEqual(Object.keys(texts));
  });
});
