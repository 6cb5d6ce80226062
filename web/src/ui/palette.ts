/**
 * The twelve author colours.
 *
 * They began as the hues of Okabe & Ito and Paul Tol and were then moved apart so that every pair
 * stays distinguishable with normal sight, protanopia, deuteranopia and tritanopia
 * (`palette.test.ts` checks it with the matrices of Machado et al. 2009). Colour is never the only
 * sign: each has an underline pattern, and initials are shown beside it.
 */

export interface AuthorColour {
  /** What a person would call it; shown where a colour is chosen. */
  readonly name: string;
  /** The colour on the light page, `#rrggbb`, at least 3:1 against it. */
  readonly light: string;
  /** The colour on the dark page, `#rrggbb`, at least 3:1 against it. */
  readonly dark: string;
  /** Underline pattern: drawn and blank lengths in px, alternating, as in SVG's stroke-dasharray. */
  readonly pattern: string;
}

export const PALETTE: readonly AuthorColour[] = [
  { name: "Blue", light: "#154494", dark: "#53b1f0", pattern: "1 0" },
  { name: "Vermilion", light: "#d0311c", dark: "#d16067", pattern: "12 3" },
  { name: "Green", light: "#0a9f6a", dark: "#79c681", pattern: "6 3" },
  { name: "Purple", light: "#835aa8", dark: "#9f7add", pattern: "12 3 3 3" },
  { name: "Amber", light: "#b8871e", dark: "#e9af4d", pattern: "3 3" },
  { name: "Teal", light: "#157278", dark: "#73e4df", pattern: "18 5" },
  { name: "Magenta", light: "#6f3a57", dark: "#e48bcd", pattern: "6 3 2 3" },
  { name: "Olive", light: "#434a13", dark: "#8b8804", pattern: "12 3 3 3 3 3" },
  { name: "Indigo", light: "#4758df", dark: "#bfbcff", pattern: "9 6" },
  { name: "Rose", light: "#e76672", dark: "#fcc5b4", pattern: "2 5" },
  { name: "Sky", light: "#1e97d9", dark: "#6188a7", pattern: "6 3 6 9" },
  { name: "Brown", light: "#8e6142", dark: "#ba957e", pattern: "4 2 12 4" },
];

/** The page behind the text; the palette's contrasts are checked against these. */
export const PAGE = { light: "#ffffff", dark: "#1b1a18" } as const;

/** Text on the page. */
export const INK = { light: "#1f1d1a", dark: "#ece9e4" } as const;

/** How strongly an author's colour may tint the page behind text: never more (UX.md). */
export const TINT = { light: 0.16, dark: 0.18 } as const;

export type Scheme = "light" | "dark";

const FALLBACK: AuthorColour = { name: "Grey", light: "#6b6862", dark: "#a8a49c", pattern: "1 0" };

/** The palette entry for a person's `colour`; grey for an index that is not in the palette. */
export function authorColour(index: number): AuthorColour {
  return PALETTE[index] ?? FALLBACK;
}

/** How somebody is shown: an index into the palette for the colour, and one for the underline pattern. */
export interface Look {
  readonly colour: number;
  readonly pattern: number;
}

/** One CSS value that follows the page's colour scheme by itself. */
export function colourValue(index: number): string {
  const colour = authorColour(index);
  return `light-dark(${colour.light}, ${colour.dark})`;
}

/** Red, green and blue in 0..255 of `#rrggbb`. */
function channels(hex: string): readonly [number, number, number] {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Relative luminance in 0..1 (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio in 1..21 of two colours (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `over` painted at `strength` (0..1) on `page`, as `#rrggbb`. */
export function tinted(over: string, page: string, strength: number): string {
  const [front, back] = [channels(over), channels(page)];
  const mixed = front.map((channel, at) =>
    Math.round(channel * strength + (back[at] ?? 0) * (1 - strength)),
  );
  return `#${mixed.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

const NEAR_BLACK = "#0f0d0b";

/** White or near-black: whichever reads better on `hex`. */
export function inkOn(hex: string): string {
  return contrast("#ffffff", hex) >= contrast(NEAR_BLACK, hex) ? "#ffffff" : NEAR_BLACK;
}

/** One CSS value for text on an author's colour, readable in both schemes. */
export function inkValue(index: number): string {
  const { light, dark } = authorColour(index);
  return `light-dark(${inkOn(light)}, ${inkOn(dark)})`;
}

/**
 * The CSS `background-image` of an underline in `pattern`, drawn in `colour` (any CSS colour).
 * Repeats along x; give it a `background-size` of `auto 2px` and place it at the line's foot.
 */
export function underline(pattern: string, colour: string): string {
  const stops: string[] = [];
  let at = 0;
  pattern.split(" ").forEach((part, index) => {
    const end = at + Number(part);
    stops.push(`${index % 2 === 0 ? colour : "transparent"} ${at}px ${end}px`);
    at = end;
  });
  return `repeating-linear-gradient(to right, ${stops.join(", ")})`;
}
