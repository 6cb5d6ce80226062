/** How lines and embeds look in the page: plain semantic elements, the rest is in the style sheets. */
import type { DOMOutputSpec, Node } from "prosemirror-model";
import type { Embed } from "../model/delta";
import type { LineFormat } from "../model/formats";

function tagOf({ header, codeBlock, blockquote, list }: LineFormat): string {
  if (header !== null) return `h${header}`;
  if (codeBlock !== null) return "pre";
  if (blockquote) return "blockquote";
  return list === null ? "p" : "div";
}

function lineClasses(format: LineFormat): string {
  const { list, indent, blockquote, codeBlock, align } = format;
  return [
    "line",
    list && `list list-${list}`,
    indent > 0 && `indent-${indent}`,
    blockquote && "quote",
    codeBlock !== null && "code-line",
    align && `align-${align}`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** The element of a line. A check list item carries its box before the text. */
export function lineDom(node: Node): DOMOutputSpec {
  const format = node.attrs as LineFormat;
  // Right-to-left text finds its own direction, line by line, unless the line says otherwise.
  const attributes = { class: lineClasses(format), dir: format.direction ?? "auto" };
  const { list, header, codeBlock } = format;
  if (header === null && codeBlock === null && (list === "checked" || list === "unchecked")) {
    return ["div", attributes, checkBox(list === "checked"), ["div", { class: "line-text" }, 0]];
  }
  if (codeBlock !== null && header === null) {
    return ["pre", { ...attributes, spellcheck: "false" }, ["code", 0]];
  }
  return [tagOf(format), attributes, 0];
}

function checkBox(checked: boolean): DOMOutputSpec {
  return [
    "span",
    {
      class: "check",
      contenteditable: "false",
      role: "checkbox",
      "aria-checked": String(checked),
      "aria-label": checked ? "Done" : "To do",
    },
  ];
}

/** The element of an embed. Nothing is loaded from anywhere; later kinds get their own element. */
export function embedDom(value: Embed): DOMOutputSpec {
  const [kind = "unknown"] = Object.keys(value);
  if (kind === "divider") return ["span", { class: "divider", role: "separator" }];
  const shown = value[kind];
  const label = typeof shown === "string" ? `${kind}: ${shown}` : kind;
  return ["span", { class: "embed", "data-kind": kind }, label];
}
