/**
 * A change of the model as ProseMirror steps: as few and as small as possible, so that
 * selections, decorations and the DOM of everything else stay what they are.
 */
import { Fragment, type Mark, type Node, Slice } from "prosemirror-model";
import { AddMarkStep, RemoveMarkStep, ReplaceStep, type Transform } from "prosemirror-transform";
import {
  type Attributes,
  type Delta,
  DeltaBuilder,
  type InsertOp,
  isDelete,
  isInsert,
  sameValue,
  withChange,
} from "../model/delta";
import type { LineFormat } from "../model/formats";
import { attributesOf, attributesOfLine, lineFromPiece, linePieces } from "./content";
import { indexToPos, placeOf } from "./positions";
import { createLine, formatOf, lineFormatFrom, marksFrom } from "./schema";

/**
 * Adds the steps for `change` to `tr`.
 *
 * @param change a change of the model: before and after it the text ends in `\n`.
 * @throws RangeError when the change does not fit the document.
 */
export function applyChange(tr: Transform, change: Delta): void {
  let index = 0;
  let inserts: InsertOp[] = [];
  const flush = () => {
    if (inserts.length > 0) index += insertText(tr, index, inserts);
    inserts = [];
  };
  for (const op of insertsFirst(change)) {
    if (isInsert(op)) {
      inserts.push(op);
      continue;
    }
    flush();
    if (isDelete(op)) deleteText(tr, index, op.delete);
    else {
      if (op.attributes) formatText(tr, index, op.retain, op.attributes);
      index += op.retain;
    }
  }
  flush();
}

/** The same change with inserts before deletes at the same place: lines grow before others go. */
function insertsFirst(change: Delta): Delta {
  const builder = new DeltaBuilder();
  for (const op of change) builder.push(op);
  return builder.build();
}

/** @returns the number of code units inserted. */
function insertText(tr: Transform, index: number, inserts: Delta): number {
  const sizeBefore = tr.doc.content.size - tr.doc.childCount;
  const pieces = linePieces(inserts);
  const rest = pieces.pop()?.content ?? [];
  const place = placeOf(tr.doc, index);
  if (pieces.length > 0 && place.offset === 0) {
    insertLines(tr, place.before, pieces.map(lineFromPiece));
  } else if (pieces.length > 0) {
    splitWith(tr, place.line, index, pieces.map(lineFromPiece), rest);
  }
  if (rest.length > 0 && (pieces.length === 0 || place.offset === 0)) {
    const inserted = tr.doc.content.size - tr.doc.childCount - sizeBefore;
    const pos = indexToPos(tr.doc, index + inserted);
    tr.step(new ReplaceStep(pos, pos, new Slice(Fragment.from([...rest]), 0, 0)));
  }
  return tr.doc.content.size - tr.doc.childCount - sizeBefore;
}

/** Whole lines before a line, which stays the node it is. */
function insertLines(tr: Transform, before: number, lines: readonly Node[]): void {
  tr.step(new ReplaceStep(before, before, new Slice(Fragment.from([...lines]), 0, 0)));
}

/** Splits a line: the new `\n`s end the first parts, its own one still ends the last. */
function splitWith(
  tr: Transform,
  line: number,
  index: number,
  lines: readonly Node[],
  rest: readonly Node[],
): void {
  const node = tr.doc.child(line);
  const pos = indexToPos(tr.doc, index);
  const last = createLine(formatOf(node), rest);
  const slice = new Slice(Fragment.from([...lines, last]), 1, 1);
  tr.step(new ReplaceStep(pos, pos, slice));
  setLineFormat(tr, line, formatOf(lines[0] as Node));
}

function deleteText(tr: Transform, index: number, length: number): void {
  const from = placeOf(tr.doc, index);
  const to = placeOf(tr.doc, index + length);
  if (from.line < to.line && from.offset === 0) {
    // Whole lines go, and the start of the one behind them: that one stays the node it is.
    tr.step(new ReplaceStep(from.before, to.before, Slice.empty));
    if (to.offset > 0) deleteInLine(tr, from.before + 1, to.offset);
    return;
  }
  const start = from.before + 1 + from.offset;
  if (from.line === to.line) {
    deleteInLine(tr, start, length);
    return;
  }
  const survivor = tr.doc.child(to.line);
  tr.step(new ReplaceStep(start, to.before + 1 + to.offset, Slice.empty));
  setLineFormat(tr, from.line, formatOf(survivor));
}

function deleteInLine(tr: Transform, pos: number, length: number): void {
  tr.step(new ReplaceStep(pos, pos + length, Slice.empty));
}

/** Sets the attributes of a line that differ from `format`. */
export function setLineFormat(tr: Transform, line: number, format: LineFormat): void {
  const place = beforeLine(tr.doc, line);
  const current = formatOf(tr.doc.child(line));
  for (const name of Object.keys(format) as (keyof LineFormat)[]) {
    if (!sameValue(current[name], format[name])) tr.setNodeAttribute(place, name, format[name]);
  }
}

/** ProseMirror position before a line. */
export function beforeLine(doc: Node, line: number): number {
  let pos = 0;
  for (let i = 0; i < line; i++) pos += doc.child(i).nodeSize;
  return pos;
}

function formatText(tr: Transform, index: number, length: number, change: Attributes): void {
  const doc = tr.doc;
  const end = index + length;
  let start = index;
  while (start < end) {
    const { line, before, offset } = placeOf(doc, start);
    const node = doc.child(line);
    const inLine = Math.min(end - start, node.content.size - offset);
    formatInline(tr, node, before + 1, offset, offset + inLine, change);
    start += inLine;
    if (start < end) {
      const format = lineFormatFrom(withChange(attributesOfLine(node), change));
      setLineFormat(tr, line, format);
      start += 1;
    }
  }
}

function formatInline(
  tr: Transform,
  line: Node,
  contentStart: number,
  from: number,
  to: number,
  change: Attributes,
): void {
  if (from >= to) return;
  line.nodesBetween(from, to, (node, pos) => {
    const marks = marksFrom(withChange(attributesOf(node), change));
    const start = contentStart + Math.max(pos, from);
    setMarks(tr, start, contentStart + Math.min(pos + node.nodeSize, to), node.marks, marks);
  });
}

function setMarks(
  tr: Transform,
  from: number,
  to: number,
  before: readonly Mark[],
  after: readonly Mark[],
): void {
  for (const mark of before) {
    if (!mark.isInSet(after)) tr.step(new RemoveMarkStep(from, to, mark));
  }
  for (const mark of after) {
    if (!mark.isInSet(before)) tr.step(new AddMarkStep(from, to, mark));
  }
}
