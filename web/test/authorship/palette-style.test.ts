import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { lookClass, paletteRules } from "../../src/authorship/palette-style";
import { contrast, PAGE, PALETTE } from "../../src/ui/palette";

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

  it("has a rule for every class that shows somebody, whatever their colour and pattern", () => {
    const rules = paletteRules();
    PALETTE.forEach((_, colour) => {
      PALETTE.forEach((_, pattern) => {
        const classes = lookClass({ colour, pattern }).split(" ").slice(1);
        expect(classes).toHaveLength(pattern === colour ? 1 : 2);
        for (const name of classes) expect(rules).toContain(`.${name} {`);
      });
    });
    const own = lookClass({ colour: 3, pattern: 3 });
    expect(own).toBe("by-author by-author-3");
    expect(lookClass({ colour: 3, pattern: 5 })).toBe(`${own} by-pattern-5`);
  });

  it.each(["--by-dim", "--by-ink", "--by-warning"])("keeps %s readable on the page", (name) => {
    const found = new RegExp(`${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(paletteRules());
    const [, light = "", dark = ""] = found ?? [];
    expect(contrast(light, PAGE.light)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(dark, PAGE.dark)).toBeGreaterThanOrEqual(4.5);
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
