/**
 * Paints authorship over what is on the screen and a little around it.
 *
 * What is seen is painted at once; the rest a few lines at a time, so that no frame has much to do. Only lines
 * whose text or authors have changed are looked at again, and only what looks different is touched.
 */
import type { Node } from "prosemirror-model";
import type { Mapping } from "prosemirror-transform";
import { type Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import type { Span } from "../wire/authorship";
import type { PersonId } from "../wire/types";
import type { AuthoredText } from "./authored-text";
import { decorate, keyOf, type Names } from "./decorations";
import { type Filter, isActive, matching } from "./filter";
import { writerOf } from "./gutter";
import { type Line, LineIndex } from "./line-index";
import type { Pieces } from "./line-parts";
import { minus, missing, plus, type Range, type Ranges, within } from "./ranges";
import { visibleLines } from "./viewport";

/** What is painted. */
export interface Painted {
  readonly set: DecorationSet;
  /** The positions at which it is known to be as it should. */
  readonly right: Ranges;
}

export const NOTHING_PAINTED: Painted = { set: DecorationSet.empty, right: [] };

/** What is painted when the text has changed. */
export function mapped({ set, right }: Painted, mapping: Mapping, doc: Node): Painted {
  const moved = right.map(({ from, to }) => ({
    from: mapping.map(from, 1),
    to: mapping.map(to, -1),
  }));
  return { set: set.map(mapping, doc), right: touched(mapping).reduce<Ranges>(minus, moved) };
}

/** The positions that steps have changed, and one on either side. */
function touched(mapping: Mapping): Range[] {
  return mapping.maps.flatMap((map, at) => {
    const ranges: Range[] = [];
    const later = mapping.slice(at + 1);
    map.forEach((_oldStart, _oldEnd, start, end) => {
      ranges.push({ from: later.map(start, -1) - 1, to: later.map(end, 1) + 1 });
    });
    return ranges;
  });
}

export interface Subject {
  readonly text: AuthoredText;
  readonly names: Names;
  readonly filter: () => Filter;
}

/** Window heights above and below what is seen: painted at once; painted soon; kept at most. */
const AT_ONCE = 0.1;
const SOON = 1;
const KEPT = 4;
/** Lines painted in one frame beyond what is seen. */
const BAND = 8;
/** Code units looked at before and behind the lines, to know what they are in the middle of. */
const CONTEXT = 300;
/** From so many new spans on, everything is looked at again. */
const MANY_SPANS = 500;

export class Painter {
  readonly #subject: Subject;
  /** What the server has said since the last frame. */
  #news: Span[] = [];
  #isOutdated = true;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  /** The server has said something about these ids; null: anything may look different now. */
  outdate(spans: readonly Span[] | null): void {
    if (spans === null || this.#news.length + spans.length > MANY_SPANS) this.#isOutdated = true;
    else this.#news.push(...spans);
  }

  /** Whether what is seen, and a little more, is as it should. */
  isEnough(view: EditorView, { right }: Painted): boolean {
    const lines = LineIndex.of(view.state.doc);
    return missing(lines.linesIn(right), visibleLines(view, SOON / 2)).length === 0;
  }

  /** Does one frame's work: what is painted then, and whether that is all. */
  paint(view: EditorView, before: Painted): { painted: Painted; isDone: boolean } {
    const lines = LineIndex.of(view.state.doc);
    const right = this.#stillRight(lines, before);
    const now = missing(right, visibleLines(view, AT_ONCE));
    const wanted = visibleLines(view, SOON);
    const todo = now.length > 0 ? now : missing(right, wanted).slice(0, 1).map(firstLines);
    const painted = this.#repaint(view.state.doc, { set: before.set, right }, todo);
    const isDone = missing(painted.right, wanted).length === 0;
    const kept = isDone ? trimmed(lines, painted, visibleLines(view, KEPT)) : painted;
    return { painted: { ...kept, right: kept.right.map((one) => lines.positions(one)) }, isDone };
  }

  /** The lines that are painted as they should. */
  #stillRight(lines: LineIndex, { right }: Painted): Ranges {
    const news = this.#news.splice(0);
    if (this.#isOutdated) {
      this.#isOutdated = false;
      return [];
    }
    let still = lines.linesIn(right);
    for (const span of news) {
      for (const { from, to } of this.#subject.text.content.placesOf(span)) {
        const first = lines.lineAtIndex(from);
        still = minus(still, { from: first, to: lines.lineAtIndex(to - 1) + 1 });
      }
    }
    return still;
  }

  /** Paints lines; `right` counts in lines here. */
  #repaint(doc: Node, before: Painted, ranges: Ranges): Painted {
    const lines = LineIndex.of(doc);
    const gone: Decoration[] = [];
    const come: Decoration[] = [];
    let { right } = before;
    for (const { from, to } of ranges) {
      // The line behind may say whether the author changes there.
      const range = { from, to: Math.min(lines.count, to + 1) };
      const pieces = this.#pieces(lines, range);
      const writer = this.#writerBefore(lines.indexOf(from));
      for (const each of decorate(lines.lines(range), pieces, writer, this.#subject.names)) {
        const there = decorationsOf(each.line, before.set);
        gone.push(...without(there, each.decorations));
        come.push(...without(each.decorations, there));
      }
      right = plus(right, range);
    }
    if (gone.length + come.length === 0) return { set: before.set, right };
    return { set: before.set.remove(gone).add(doc, come), right };
  }

  #pieces(lines: LineIndex, range: Range): Pieces {
    const { text, names } = this.#subject;
    const filter = this.#subject.filter();
    const isFiltered = isActive(filter);
    const context = isFiltered ? CONTEXT : 0;
    const from = Math.max(0, lines.indexOf(range.from) - context);
    const pieces = [...text.forward(from, lines.indexOf(range.to) + context)];
    if (!isFiltered) return { pieces, dim: [] };
    return { pieces, dim: matching(pieces, filter, names).map((matches) => !matches) };
  }

  /** Who wrote the last words before an index, looking no further back than a little. */
  #writerBefore(index: number): PersonId | null {
    const { text } = this.#subject;
    for (const piece of text.backward(index)) {
      const { index: from, length } = piece;
      const writer = writerOf(piece);
      if (writer !== null && text.content.slice(from, from + length).trim() !== "") return writer;
      if (index - from > CONTEXT) return null;
    }
    return null;
  }
}

function firstLines({ from, to }: Range): Range {
  return { from, to: Math.min(to, from + BAND) };
}

/** What is painted in a line, also what has come to reach beyond it because the line was cut. */
function decorationsOf({ pos, size }: Line, set: DecorationSet): Decoration[] {
  const end = pos + size;
  return set.find(pos, end).filter((one) => one.from < end && one.to > pos);
}

/** Those of `list` to which there is none in `others` that is at the same place and looks the same. */
function without(list: readonly Decoration[], others: readonly Decoration[]): Decoration[] {
  const keys = new Set(others.map(keyOf));
  return list.filter((one) => !keys.has(keyOf(one)));
}

/** Takes away what is painted far from what is seen; `right` counts in lines here. */
function trimmed(lines: LineIndex, { set, right }: Painted, kept: Range): Painted {
  const { from, to } = lines.positions(kept);
  const gone = [...set.find(0, from), ...set.find(to)].filter((one) => {
    return one.to <= from || one.from >= to;
  });
  return { set: set.remove(gone), right: within(right, kept) };
}
