/** The palette as the style rules that the decorations name. */
import { colourValue, PALETTE, TINT, underline } from "../ui/palette";

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
  const colours = PALETTE.map((_, at) => `--by-colour-${at}: ${colourValue(at)};`).join(" ");
  const rules = PALETTE.map(({ pattern }, at) => {
    const colour = `var(--by-colour-${at})`;
    return `.by-author-${at} {
      background-color: color-mix(in srgb, ${colour} ${strength}%, transparent);
      background-image: ${underline(pattern, colour)};
    }`;
  });
  return `:root { ${colours} }\n${rules.join("\n")}`;
}
