/**
 * Foreign HTML as lines: nested structure becomes flat, formats become ours, and everything else
 * (scripts, styles, images, unsafe links, office leftovers) is dropped.
 *
 * The HTML must have been parsed into a document that loads and runs nothing.
 */
import type { Node as Line } from "prosemirror-model";
import { type LineFormat, PLAIN_LINE, type TextFormat } from "../../model/formats";
import { isBlock, lineInside } from "./block-style";
import { formatInside } from "./inline-style";
import { LineWriter } from "./line-writer";

const DROPPED = new Set(
  (
    "APPLET AUDIO BASE BUTTON CANVAS DATALIST EMBED FRAME HEAD IFRAME IMG INPUT LINK MAP MATH META " +
    "NOSCRIPT OBJECT OPTION PICTURE PROGRESS SCRIPT SELECT SOURCE STYLE SVG TEMPLATE TEXTAREA " +
    "TITLE TRACK VIDEO O:P"
  ).split(" "),
);
const MAX_DEPTH = 200;

/** What the elements around a place say. */
interface Around {
  readonly line: LineFormat;
  readonly text: TextFormat;
  readonly listDepth: number;
  readonly keepSpaces: boolean;
  readonly inCell: boolean;
  readonly depth: number;
}

const TOP: Around = {
  line: PLAIN_LINE,
  text: { switches: [], link: null, extra: null },
  listDepth: 0,
  keepSpaces: false,
  inCell: false,
  depth: 0,
};

function isHidden(element: HTMLElement): boolean {
  const style = element.getAttribute("style") ?? "";
  return (
    DROPPED.has(element.tagName.toUpperCase()) ||
    /display:\s*none|mso-list:\s*ignore|mso-hide:\s*all/i.test(style) ||
    element.getAttribute("role") === "checkbox"
  );
}

/**
 * Lines of pasted HTML, at least one.
 *
 * @param keepSpaces whether spaces are kept as they are: HTML that this editor has written.
 */
export function linesFromHtml(root: Node, keepSpaces = false): Line[] {
  const writer = new LineWriter();
  readChildren(writer, root, { ...TOP, keepSpaces });
  return writer.finish();
}

function readChildren(writer: LineWriter, parent: Node, around: Around): void {
  if (around.depth > MAX_DEPTH) {
    readText(writer, parent.textContent ?? "", around);
    return;
  }
  for (const child of parent.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) readText(writer, child.textContent ?? "", around);
    else if (child instanceof HTMLElement && !isHidden(child)) readElement(writer, child, around);
  }
}

function readText(writer: LineWriter, text: string, around: Around): void {
  const { line, keepSpaces } = around;
  const isForeignHeading = line.header !== null && !keepSpaces;
  const style = isForeignHeading ? withoutBold(around.text) : around.text;
  if (!keepSpaces) {
    writer.text(text.replace(/[ \t\r\n\f]+/g, " "), line, style);
    return;
  }
  text.split(/\r\n?|\n/).forEach((part, i) => {
    if (i > 0) writer.endLine(line);
    writer.exactText(part, line, style);
  });
}

function readElement(writer: LineWriter, element: HTMLElement, around: Around): void {
  const { tagName } = element;
  if (tagName === "BR") {
    if (element.className !== "Apple-interchange-newline") writer.endLine(around.line);
  } else if (tagName === "HR") writer.divider();
  else if (tagName === "TD" || tagName === "TH") readCell(writer, element, around);
  else if (isBlock(element) && !around.inCell) readBlock(writer, element, around);
  else readInline(writer, element, around);
}

function readCell(writer: LineWriter, cell: HTMLElement, around: Around): void {
  if (cell.previousElementSibling) writer.exactText("\t", around.line, around.text);
  readInline(writer, cell, { ...around, inCell: true });
}

function readInline(writer: LineWriter, element: HTMLElement, around: Around): void {
  if (element.className === "Apple-converted-space") {
    writer.text(" ", around.line, around.text);
    return;
  }
  const inCode = around.line.codeBlock !== null;
  const text = inCode ? around.text : formatInside(element, around.text);
  readChildren(writer, element, { ...around, text, depth: around.depth + 1 });
}

function readBlock(writer: LineWriter, element: HTMLElement, around: Around): void {
  const isList = element.tagName === "UL" || element.tagName === "OL";
  const line = lineInside(element, around.line, around.listDepth);
  const pre = element.tagName === "PRE" || /^pre(-wrap)?$/.test(element.style.whiteSpace);
  const text = line.codeBlock !== null ? TOP.text : formatInside(element, around.text);
  const inside: Around = {
    line,
    text,
    listDepth: around.listDepth + (isList ? 1 : 0),
    keepSpaces: around.keepSpaces || pre,
    inCell: false,
    depth: around.depth + 1,
  };
  writer.startBlock();
  const before = writer.count;
  readChildren(writer, element, inside);
  writer.endBlock();
  if (writer.count === before && element.tagName === "LI") writer.endLine(line);
}

/** Headings are bold by themselves. */
function withoutBold(text: TextFormat): TextFormat {
  return { ...text, switches: text.switches.filter((name) => name !== "bold") };
}
