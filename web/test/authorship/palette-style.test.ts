import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { paletteRules } from "../../src/authorship/palette-style";
import { PALETTE } from "../../src/ui/palette";

const CSS = readFileSync(
  path.resolve(import.meta.dirname, "../../src/authorship/authorship.css"),
  "utf8",
);

describe("the style of authorship", () => {
  it("has a tint and a pattern of its own for every colour of the palette", () => {
    const rules = paletteRules();
    const patterns = PALETTE.map((_, at) => {
      const rule = new RegExp(`\\.by-author-${at} \\{([^}]*)\\}`).exec(rules)?.[1] ?? "";
      expect(rule).toContain("color-mix");
      return /background-image: [^;]*/.exec(rule)?.[0].replaceAll(`-${at})`, ")");
    });
    expect(new Set(patterns).size).toBe(PALETTE.length);
  });

  it("tints by at most 18 %", () => {
    const strengths = [...paletteRules().matchAll(/(\d+)%, transparent\)/g)].map(([, n]) =>
      Number(n),
    );
    expect(strengths).toHaveLength(PALETTE.length);
    for (const strength of strengths) expect(strength).toBeLessThanOrEqual(18);
  });

  it("names no colour that is not made", () => {
    const made = new Set(
      [...paletteRules().matchAll(/(--by-[a-z0-9-]+):/g)].map(([, name]) => name),
    );
    made.add("--by-bar"); // each line's own
    for (const [, name] of CSS.matchAll(/var\((--by-[a-z0-9-]+)\)/g)) expect(made).toContain(name);
    expect(CSS).not.toContain("light-dark(");
  });
});
