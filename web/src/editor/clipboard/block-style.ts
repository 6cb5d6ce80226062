/** Which line format a block element of foreign HTML stands for. */
import type { Alignment, LineFormat, ListKind } from "../../model/formats";
import { MAX_INDENT, PLAIN_LINE } from "../../model/formats";

const BLOCKS = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE BODY CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE " +
    "FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER LI MAIN NAV OL P PRE SECTION SUMMARY TABLE TBODY TFOOT " +
    "THEAD TR UL"
  ).split(" "),
);

const DEEPEST_HEADING = 3;

export const isBlock = (element: Element): boolean => BLOCKS.has(element.tagName);

const isAlignment = (value: string): value is Alignment =>
  value === "center" || value === "right" || value === "justify";

/** Word writes list items as paragraphs with a style such as `mso-list: l0 level2 lfo1`. */
function wordListLevel(element: HTMLElement): number | null {
  const style = element.getAttribute("style") ?? "";
  const level = /mso-list:[^;]*level(\d+)/i.exec(style)?.[1];
  if (level) return Number(level);
  return /^MsoListParagraph/.test(element.className) ? 1 : null;
}

function wordListKind(element: HTMLElement): ListKind {
  const marker = element.querySelector(
    '[style*="mso-list:Ignore" i], [style*="mso-list: ignore" i]',
  );
  return /^\s*\(?[0-9a-z]+[.)]/i.test(marker?.textContent ?? "") ? "ordered" : "bullet";
}

function checkState(item: HTMLElement): ListKind | null {
  const box = item.querySelector<HTMLElement>(
    ':scope > input[type="checkbox"], :scope > label > input[type="checkbox"], :scope > p > input[type="checkbox"], :scope > [role="checkbox"]',
  );
  const said = item.dataset.checked ?? item.getAttribute("aria-checked");
  if (box) {
    const on = box.hasAttribute("checked") || box.getAttribute("aria-checked") === "true";
    return on ? "checked" : "unchecked";
  }
  if (said === "true") return "checked";
  return said === "false" ? "unchecked" : null;
}

function listItem(item: HTMLElement, depth: number): Partial<LineFormat> {
  const ordered = item.parentElement?.tagName === "OL";
  return {
    ...PLAIN_LINE,
    list: checkState(item) ?? (ordered ? "ordered" : "bullet"),
    indent: Math.max(0, Math.min(MAX_INDENT, depth - 1)),
  };
}

function ownFormat(element: HTMLElement, listDepth: number): Partial<LineFormat> {
  const { tagName } = element;
  const heading = /^H([1-6])$/.exec(tagName)?.[1];
  if (heading) return { header: Math.min(Number(heading), DEEPEST_HEADING) };
  if (tagName === "LI") return listItem(element, listDepth);
  if (tagName === "BLOCKQUOTE") return { blockquote: true };
  if (tagName === "PRE") return { codeBlock: true };
  const level = tagName === "P" ? wordListLevel(element) : null;
  if (level === null) return {};
  return { list: wordListKind(element), indent: Math.min(MAX_INDENT, level - 1) };
}

/** The line format inside `element`, given the one around it and how many lists it is in. */
export function lineInside(
  element: HTMLElement,
  around: LineFormat,
  listDepth: number,
): LineFormat {
  const align = element.style.textAlign || element.getAttribute("align") || "";
  const direction = element.getAttribute("dir");
  return {
    ...around,
    ...ownFormat(element, listDepth),
    align: isAlignment(align) ? align : around.align,
    direction: direction === "rtl" ? "rtl" : around.direction,
  };
}
