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
  const result: string[] = [];
  lines.forEach((line) => {
    const leaf = (node: Line) => (isDivider(embedOf(node)) ? "---" : "");
    result.push(
      line.isTextblock ? line.textBetween(0, line.content.size, "", leaf) : line.textContent,
    );
  });
  return result.join("\n");
}
