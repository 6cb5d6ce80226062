/** The text as ProseMirror document and back. */
import type { Fragment, Node } from "prosemirror-model";
import { type Attributes, type Delta, DeltaBuilder, isInsert } from "../model/delta";
import { lineAttributes, textAttributes } from "../model/formats";
import {
  createLine,
  embedOf,
  formatFromMarks,
  formatOf,
  inlineNode,
  lineFormatFrom,
  schema,
} from "./schema";

/** A line being read: its content, and the attributes of its `\n` once that came. */
export interface LinePiece {
  readonly content: Node[];
  end: Attributes | null;
}

/** Cuts inserts into lines; the last piece has `end` null: nothing ended it (and may be empty). */
export function linePieces(delta: Delta): LinePiece[] {
  let current: LinePiece = { content: [], end: null };
  const pieces = [current];
  for (const op of delta) {
    if (!isInsert(op)) throw new TypeError("A text is made of inserts only");
    if (typeof op.insert !== "string") {
      current.content.push(inlineNode(op.insert, op.attributes));
      continue;
    }
    op.insert.split("\n").forEach((part, i) => {
      if (i > 0) {
        current.end = op.attributes ?? {};
        current = { content: [], end: null };
        pieces.push(current);
      }
      if (part) current.content.push(inlineNode(part, op.attributes));
    });
  }
  return pieces;
}

/** The line node of a piece that is ended (or of the last one of a text, which need not be). */
export function lineFromPiece(piece: LinePiece): Node {
  return createLine(lineFormatFrom(piece.end ?? {}), piece.content);
}

/** The document for a text, which need not end in `\n`: the last line is shown all the same. */
export function docFromText(delta: Delta): Node {
  const pieces = linePieces(delta);
  const last = pieces[pieces.length - 1];
  if (pieces.length > 1 && last?.content.length === 0) pieces.pop();
  return schema.nodes.doc.create(null, pieces.map(lineFromPiece));
}

/** Attributes of an inline node. */
export const attributesOf = (node: Node): Attributes => textAttributes(formatFromMarks(node.marks));

/** Attributes of a line's `\n`. */
export const attributesOfLine = (node: Node): Attributes => lineAttributes(formatOf(node));

function pushInline(result: DeltaBuilder, content: Fragment): void {
  content.forEach((node) => {
    result.insert(embedOf(node) ?? node.text ?? "", attributesOf(node));
  });
}

/** The model of a document between two model indexes, as inserts. */
export function textBetween(doc: Node, from: number, to: number): Delta {
  const result = new DeltaBuilder();
  let start = 0;
  for (const line of doc.content.content) {
    const end = start + line.content.size;
    if (start >= to) break;
    if (end >= from) {
      pushInline(result, line.content.cut(Math.max(0, from - start), Math.min(to, end) - start));
      if (end < to) result.insert("\n", attributesOfLine(line));
    }
    start = end + 1;
  }
  return result.build();
}
