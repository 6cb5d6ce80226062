/** The formats of a document: which stand on text, which on the line end, and their values. */
import { type Attributes, sameValue } from "./delta";
import { safeUrl } from "./url";

export type ListKind = "bullet" | "ordered" | "checked" | "unchecked";
export type Alignment = "center" | "right" | "justify";

/** Formats of a line, held by the `\n` that ends it. */
export interface LineFormat {
  readonly header: number | null;
  readonly list: ListKind | null;
  /** 0 to 8. */
  readonly indent: number;
  readonly blockquote: boolean;
  readonly codeBlock: true | string | null;
  readonly align: Alignment | null;
  readonly direction: "rtl" | null;
  /** Scalar formats Byline does not know, by name: kept, not shown. */
  readonly extra: Attributes | null;
}

export const MAX_INDENT = 8;

export const PLAIN_LINE: LineFormat = Object.freeze({
  header: null,
  list: null,
  indent: 0,
  blockquote: false,
  codeBlock: null,
  align: null,
  direction: null,
  extra: null,
});

/** Inline formats that are on or off. */
export const SWITCHES = ["bold", "italic", "underline", "strike", "code"] as const;
export type Switch = (typeof SWITCHES)[number];

const INLINE_NAMES = new Set<string>([
  ...SWITCHES,
  ...["link", "script", "color", "background", "size", "font"],
]);
const LINE_NAMES = new Set<string>([
  ...["header", "list", "indent", "blockquote", "code-block", "align", "direction", "table"],
]);

const oneOf =
  <T>(...allowed: T[]) =>
  (value: unknown): T | null =>
    allowed.find((item) => item === value) ?? null;

const asList = oneOf<ListKind>("bullet", "ordered", "checked", "unchecked");
const asAlignment = oneOf<Alignment>("center", "right", "justify");
const asDirection = oneOf("rtl" as const);

const isScalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

function integerIn(value: unknown, min: number, max: number): number | null {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max
    ? Number(value)
    : null;
}

function codeBlock(value: unknown): true | string | null {
  return value === true || (typeof value === "string" && value !== "") ? value : null;
}

function unknownOf(attributes: Attributes, known: (name: string) => boolean): Attributes | null {
  const entries = Object.entries(attributes).filter(
    ([name, value]) => !known(name) && isScalar(value),
  );
  return entries.length > 0 ? Object.fromEntries(entries.sort()) : null;
}

const isKnownOnLines = (name: string) =>
  INLINE_NAMES.has(name) || (LINE_NAMES.has(name) && name !== "table");

/** The line format that the attributes of a `\n` say; each name is read by itself, bad values are none. */
export function lineFormat(attributes: Attributes = {}): LineFormat {
  return {
    header: integerIn(attributes.header, 1, 6),
    list: asList(attributes.list),
    indent: integerIn(attributes.indent, 1, MAX_INDENT) ?? 0,
    blockquote: attributes.blockquote === true,
    codeBlock: codeBlock(attributes["code-block"]),
    align: asAlignment(attributes.align),
    direction: asDirection(attributes.direction),
    extra: unknownOf(attributes, isKnownOnLines),
  };
}

/** The attributes of the `\n` for a line format: the inverse of {@link lineFormat}. */
export function lineAttributes(format: LineFormat): Attributes {
  const { header, list, indent, blockquote, codeBlock: code, align, direction, extra } = format;
  return {
    ...extra,
    ...(header !== null && { header }),
    ...(list !== null && { list }),
    ...(indent > 0 && { indent }),
    ...(blockquote && { blockquote }),
    ...(code !== null && { "code-block": code }),
    ...(align !== null && { align }),
    ...(direction !== null && { direction }),
  };
}

export const sameLineFormat = (a: LineFormat, b: LineFormat): boolean => sameValue(a, b);

/** Inline formats of a run of text or an embed. */
export interface TextFormat {
  readonly switches: readonly Switch[];
  readonly link: string | null;
  /** Other scalar formats, by name: kept, not shown. */
  readonly extra: Attributes | null;
}

const isKnownOnText = (name: string) =>
  LINE_NAMES.has(name) || name === "link" || (SWITCHES as readonly string[]).includes(name);

/** The inline format that attributes say; line formats on text and unsafe links are ignored. */
export function textFormat(attributes: Attributes = {}): TextFormat {
  return {
    switches: SWITCHES.filter((name) => Boolean(attributes[name])),
    link: safeUrl(attributes.link),
    extra: unknownOf(attributes, isKnownOnText),
  };
}

/** Attributes for an inline format: the inverse of {@link textFormat}. */
export function textAttributes({ switches, link, extra }: TextFormat): Attributes {
  return {
    ...extra,
    ...Object.fromEntries(switches.map((name) => [name, true])),
    ...(link !== null && { link }),
  };
}
