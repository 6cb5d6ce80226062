/**
 * ProseMirror steps as changes of the model.
 *
 * The places come from the step, not from comparing texts, so an `a` typed within `aaa` is inserted
 * where it was typed. Characters that are the same before and after are kept, with their ids.
 */
import type { Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { AddMarkStep, AttrStep, RemoveMarkStep, type Step } from "prosemirror-transform";
import { attributeChange, type Delta, DeltaBuilder } from "../model/delta";
import { textBetween } from "./content";
import { movesNothing } from "./meta";
import { modelLength, placeOf, posToIndex } from "./positions";
import { commonEdges, type Tokens, tokensOf } from "./tokens";

/** A range of the model that may have changed, before and after. */
interface Changed {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
  /** How many tokens at its end stay: their formats may change, they themselves may not. */
  readonly tail: number;
}

/**
 * The changes that the steps of a transaction make, one after the other.
 *
 * @param keepEqualText whether characters that are replaced by equal ones are kept. Not for text
 *   that comes from elsewhere: it is inserted whole.
 */
export function localChanges(tr: Transaction, keepEqualText: boolean): Delta[] {
  return tr.steps.map((step, i) => {
    const keep = keepEqualText || movesNothing(step);
    return stepChange(step, tr.docs[i] as Node, tr.docs[i + 1] ?? tr.doc, keep);
  });
}

export function stepChange(step: Step, before: Node, after: Node, keepEqualText = true): Delta {
  const change = new DeltaBuilder();
  let read = 0;
  let written = 0;
  for (const range of rangesOf(step, before, after)) {
    if (range.to <= read && range.newTo <= written) continue;
    const rest = {
      ...range,
      from: Math.max(range.from, read),
      newFrom: Math.max(range.newFrom, written),
    };
    change.retain(rest.from - read);
    replace(change, before, after, rest, keepEqualText);
    read = range.to;
    written = range.newTo;
  }
  return change.build();
}

/** The ranges a step changed, each followed by the `\n` of its last line, in the order of the text. */
function rangesOf(step: Step, before: Node, after: Node): Changed[] {
  const mapped: Changed[] = [];
  step.getMap().forEach((oldStart, oldEnd, newStart, newEnd) => {
    const range = {
      from: posToIndex(before, oldStart),
      to: posToIndex(before, oldEnd),
      newFrom: posToIndex(after, newStart),
      newTo: posToIndex(after, newEnd),
      tail: 0,
    };
    mapped.push(keepFinalEnd(range, before, after));
  });
  const ranges = mapped.length > 0 ? mapped : [formattedRange(step, before)];
  return ranges.flatMap((range, i) => {
    const end = lineEnd(range, before);
    const next = ranges[i + 1];
    return end && (!next || end.from < next.from) ? [range, end] : [range];
  });
}

/** What a step that moves nothing may have changed. */
function formattedRange(step: Step, doc: Node): Changed {
  const same = (from: number, to: number) => ({ from, to, newFrom: from, newTo: to, tail: 0 });
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
    return same(posToIndex(doc, step.from), posToIndex(doc, step.to));
  }
  if (step instanceof AttrStep) {
    const index = posToIndex(doc, step.pos);
    return same(index, index);
  }
  return same(0, modelLength(doc));
}

/**
 * The final `\n` of the text always stays. Where lines go or come behind the last one, the `\n`
 * before them changes instead.
 */
function keepFinalEnd(range: Changed, before: Node, after: Node): Changed {
  if (range.to < modelLength(before) || range.newTo < modelLength(after)) return range;
  const oldEmpty = range.from === range.to;
  const newEmpty = range.newFrom === range.newTo;
  if (oldEmpty && newEmpty) return range;
  const extra = (oldEmpty || newEmpty) && range.from > 0 ? 1 : 0;
  return { ...range, from: range.from - extra, newFrom: range.newFrom - extra, tail: 1 };
}

/** The `\n` of the line a range ends in: joining and splitting may have changed its format. */
function lineEnd(range: Changed, before: Node): Changed | null {
  if (range.to >= modelLength(before)) return null;
  const place = placeOf(before, range.to);
  const rest = before.child(place.line).content.size - place.offset;
  const from = range.to + rest;
  const newFrom = range.newTo + rest;
  return { from, to: from + 1, newFrom, newTo: newFrom + 1, tail: 1 };
}

function replace(
  change: DeltaBuilder,
  before: Node,
  after: Node,
  range: Changed,
  keepEqualText: boolean,
): void {
  const old = tokensOf(textBetween(before, range.from, range.to));
  const now = tokensOf(textBetween(after, range.newFrom, range.newTo));
  const { prefix, suffix } = edges(old, now, range.tail, keepEqualText);
  for (let i = 0; i < prefix; i++) keep(change, old, i, now, i);
  for (let i = prefix; i < now.length - suffix; i++) {
    change.insert(now.values[i] as string, now.attributes[i]);
  }
  change.delete(old.length - prefix - suffix);
  for (let i = suffix; i > 0; i--) keep(change, old, old.length - i, now, now.length - i);
}

function edges(old: Tokens, now: Tokens, tail: number, keepEqualText: boolean) {
  if (!keepEqualText) return { prefix: 0, suffix: tail };
  const common = commonEdges(old, now);
  if (common.suffix >= tail) return common;
  // The prefix took what has to stay at the end.
  return { prefix: Math.min(common.prefix, old.length - tail, now.length - tail), suffix: tail };
}

function keep(change: DeltaBuilder, old: Tokens, i: number, now: Tokens, j: number): void {
  change.retain(1, attributeChange(old.attributes[i] ?? {}, now.attributes[j] ?? {}));
}
