/**
 * The flat schema: a document is a list of lines, a line is inline content, and everything that
 * makes a line a heading, a list item or a quote is an attribute of the line. So no structure
 * change ever replaces text (DESIGN.md, section 2).
 */
import { type Mark, type MarkSpec, type Node, type NodeSpec, Schema } from "prosemirror-model";
import type { Attributes, Embed } from "../model/delta";
import {
  type LineFormat,
  lineFormat,
  PLAIN_LINE,
  SWITCHES,
  type Switch,
  type TextFormat,
  textFormat,
} from "../model/formats";
import { safeUrl } from "../model/url";
import { embedDom, lineDom } from "./dom";

const line: NodeSpec = {
  content: "inline*",
  attrs: Object.fromEntries(
    Object.entries(PLAIN_LINE).map(([name, value]) => [name, { default: value }]),
  ),
  toDOM: lineDom,
  parseDOM: [
    ...[1, 2, 3, 4, 5, 6].map((header) => ({ tag: `h${header}`, attrs: { header } })),
    { tag: "pre", attrs: { codeBlock: true }, preserveWhitespace: "full" as const },
    { tag: "blockquote", attrs: { blockquote: true } },
    { tag: "p" },
    { tag: "div" },
    { tag: "li", attrs: { list: "bullet" } },
  ],
};

const embed: NodeSpec = {
  group: "inline",
  inline: true,
  atom: true,
  selectable: true,
  draggable: true,
  attrs: { value: {} },
  toDOM: (node) => embedDom(node.attrs.value as Embed),
  parseDOM: [{ tag: "hr", attrs: { value: { divider: true } } }],
};

const switchTags: Record<Switch, { readonly tag: string; readonly rules: MarkSpec["parseDOM"] }> = {
  bold: { tag: "strong", rules: [{ tag: "strong" }, { tag: "b" }] },
  italic: { tag: "em", rules: [{ tag: "em" }, { tag: "i" }] },
  underline: { tag: "u", rules: [{ tag: "u" }] },
  strike: { tag: "s", rules: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }] },
  code: { tag: "code", rules: [{ tag: "code" }] },
};

function switchMark(name: Switch): MarkSpec {
  const { tag, rules } = switchTags[name];
  return { toDOM: () => [tag, 0], parseDOM: rules ?? [] };
}

const link: MarkSpec = {
  attrs: { href: {} },
  inclusive: false,
  toDOM: (mark) => [
    "a",
    { href: safeUrl(mark.attrs.href) ?? "", rel: "noopener noreferrer nofollow", target: "_blank" },
    0,
  ],
  parseDOM: [
    {
      tag: "a[href]",
      getAttrs: (dom) => {
        const href = safeUrl(dom.getAttribute("href"));
        return href ? { href } : false;
      },
    },
  ],
};

/** Formats that Byline keeps but does not show. */
const extra: MarkSpec = { attrs: { formats: {} }, toDOM: () => ["span", { class: "extra" }, 0] };

export const schema = new Schema({
  nodes: { doc: { content: "line+" }, line, embed, text: { group: "inline" } },
  marks: {
    link,
    ...(Object.fromEntries(SWITCHES.map((name) => [name, switchMark(name)])) as Record<
      Switch,
      MarkSpec
    >),
    extra,
  },
});

/** The format of a line node. */
export function formatOf(node: Node): LineFormat {
  return node.attrs as LineFormat;
}

export function createLine(format: LineFormat, content: readonly Node[] = []): Node {
  return schema.nodes.line.create(format, content);
}

/** Marks for the attributes of a run; unsafe and unknown values are left out. */
export function marksFrom(attributes: Attributes | undefined): readonly Mark[] {
  if (!attributes) return [];
  return marksOf(textFormat(attributes));
}

export function marksOf(format: TextFormat): readonly Mark[] {
  const marks = format.switches.map((name) => schema.marks[name].create());
  if (format.link) marks.push(schema.marks.link.create({ href: format.link }));
  if (format.extra) marks.push(schema.marks.extra.create({ formats: format.extra }));
  return marks.reduce((set, mark) => mark.addToSet(set), [] as readonly Mark[]);
}

/** The inline format that marks stand for: the inverse of {@link marksOf}. */
export function formatFromMarks(marks: readonly Mark[]): TextFormat {
  const find = (name: string) => marks.find((mark) => mark.type.name === name);
  return {
    switches: SWITCHES.filter((name) => find(name)),
    link: (find("link")?.attrs.href as string | undefined) ?? null,
    extra: (find("extra")?.attrs.formats as Attributes | undefined) ?? null,
  };
}

/** A run of text without `\n`, or an embed, as ProseMirror inline node. */
export function inlineNode(insert: string | Embed, attributes: Attributes | undefined): Node {
  const marks = marksFrom(attributes);
  return typeof insert === "string"
    ? schema.text(insert, marks)
    : schema.nodes.embed.create({ value: insert }, null, marks);
}

export function embedOf(node: Node): Embed | null {
  return node.type === schema.nodes.embed ? (node.attrs.value as Embed) : null;
}

export const isDivider = (value: Embed | null): boolean => value !== null && "divider" in value;

/** Whether a line shows nothing but a divider. */
export function isDividerLine(node: Node): boolean {
  const child = node.firstChild;
  return node.childCount === 1 && child !== null && isDivider(embedOf(child));
}

export const lineFormatFrom = (attributes: Attributes | undefined): LineFormat =>
  attributes ? lineFormat(attributes) : PLAIN_LINE;
