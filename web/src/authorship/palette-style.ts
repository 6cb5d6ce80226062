/** The palette as the style rules that the decorations name. */
import { colourValue, type Look, PALETTE, TINT, underline } from "../ui/palette";

/** Colours that are nobody's. They stand here because builds rewrite `light-dark()` in CSS files. */
const NEUTRAL = {
  "--by-neutral": "light-dark(#8a857d, #8f8a82)",
  "--by-hatch": "light-dark(rgb(107 104 98 / 22%), rgb(168 164 156 / 24%))",
  "--by-ink": "light-dark(#57524b, #cbc7c0)",
  "--by-dim": "light-dark(#757069, #8f8a82)",
  "--by-dim-bar": "light-dark(#e0dcd6, #3d3a35)",
  "--by-rule": "light-dark(#eae7e2, #37342f)",
  "--by-hover": "light-dark(rgb(60 50 40 / 5%), rgb(255 250 240 / 6%))",
  "--by-chosen": "light-dark(#e4ecf8, #24324a)",
  "--by-warning": "light-dark(#b3261e, #ff8a80)",
} as const;

let isInstalled = false;

/** Gives the page the rules that {@link lookClass} names, and the colours `--by-colour-0` and so on. */
export function installPaletteStyle(): void {
  if (isInstalled) return;
  isInstalled = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(paletteRules());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** The classes that show words as somebody's. */
export function lookClass({ colour, pattern }: Look): string {
  const own = `by-author by-author-${colour}`;
  return pattern === colour ? own : `${own} by-pattern-${pattern}`;
}

/** The rules as text. */
export function paletteRules(): string {
  const strength = Math.min(TINT.light, TINT.dark) * 100;
  const neutral = Object.entries(NEUTRAL).map(([name, value]) => `${name}: ${value};`);
  const authors = PALETTE.map((_, at) => `--by-colour-${at}: ${colourValue(at)};`);
  const colours = [...neutral, ...authors].join(" ");
  const own = PALETTE.map(({ pattern }, at) => {
    const colour = `var(--by-colour-${at})`;
    return `.by-author-${at} {
      --by-author: ${colour};
      background-color: color-mix(in srgb, ${colour} ${strength}%, transparent);
      background-image: ${underline(pattern, colour)};
    }`;
  });
  const patterns = PALETTE.map(
    ({ pattern }, at) =>
      `.by-pattern-${at} { background-image: ${underline(pattern, "var(--by-author)")}; }`,
  );
  return [`:root { ${colours} }`, ...own, ...patterns].join("\n");
}
