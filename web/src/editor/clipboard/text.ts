/** Lines as plain text and back. */
import type { Fragment, Node as Line } from "prosemirror-model";
import { PLAIN_LINE } from "../../model/formats";
import { createLine, embedOf, isDivider, schema } from "../schema";
import { cleanText } from "./line-writer";

/** Lines of plain text, at least one; one line end at the very end does not make another line. */
export function linesFromText(text: string): Line[] {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(/\n$/, "")
    .split("\n")
    .map(cleanText)
    .map((line) => createLine(PLAIN_LINE, line ? [schema.text(line)] : []));
}

/** The plain text of lines. Dividers are `---`. */
export function textFromLines(lines: Fragment): string {
  return unitsOfLines(lines, (node) => (isDivider(embedOf(node)) ? "---" : ""));
}

/** Every unit of lines as the model has it: `\n` between them, U+FFFC for embeds. */
export function unitsOfLines(lines: Fragment, leaf = (_embed: Line) => "\ufffc"): string {
  const result: string[] = [];
  lines.forEach((line) => {
    result.push(
      line.isTextblock ? line.textBetween(0, line.content.size, "", leaf) : line.textContent,
    );
  });
  return result.join("\n");
}
