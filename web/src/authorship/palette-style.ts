/** The palette as the style rules that the decorations name. */
import { colourValue, PALETTE, TINT, underline } from "../ui/palette";

/** Colours that are nobody's. They stand here because builds rewrite `light-dark()` in CSS files. */
const NEUTRAL = {
  "--by-neutral": "light-dark(#8a857d, #8f8a82)",
  "--by-hatch": "light-dark(rgb(107 104 98 / 22%), rgb(168 164 156 / 24%))",
  "--by-ink": "light-dark(#57524b, #cbc7c0)",
  "--by-rule": "light-dark(#eae7e2, #37342f)",
  "--by-warning": "light-dark(#b3261e, #ff8a80)",
} as const;

let isInstalled = false;

/** Gives the page the rules `.by-author-0` and so on, and the colours `--by-colour-0` and so on. */
export function installPaletteStyle(): void {
  if (isInstalled) return;
  isInstalled = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(paletteRules());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

/** The rules as text. */
export function paletteRules(): string {
  const strength = Math.min(TINT.light, TINT.dark) * 100;
  const neutral = Object.entries(NEUTRAL).map(([name, value]) => `${name}: ${value};`);
  const authors = PALETTE.map((_, at) => `--by-colour-${at}: ${colourValue(at)};`);
  const colours = [...neutral, ...authors].join(" ");
  const rules = PALETTE.map(({ pattern }, at) => {
    const colour = `var(--by-colour-${at})`;
    return `.by-author-${at} {
      background-color: color-mix(in srgb, ${colour} ${strength}%, transparent);
      background-image: ${underline(pattern, colour)};
    }`;
  });
  return `:root { ${colours} }\n${rules.join("\n")}`;
}
