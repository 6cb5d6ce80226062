/** Texts code unit by code unit, to find what a replacement leaves as it is. */
import { type Attributes, type Delta, type Embed, isInsert, sameValue } from "../model/delta";

export interface Tokens {
  readonly length: number;
  readonly values: readonly (string | Embed)[];
  readonly attributes: readonly Attributes[];
}

const NONE: Attributes = {};

/** Inserts as single code units and embeds. */
export function tokensOf(text: Delta): Tokens {
  const values: (string | Embed)[] = [];
  const attributes: Attributes[] = [];
  for (const op of text) {
    if (!isInsert(op)) continue;
    const units = typeof op.insert === "string" ? op.insert.split("") : [op.insert];
    for (const unit of units) {
      values.push(unit);
      attributes.push(op.attributes ?? NONE);
    }
  }
  return { length: values.length, values, attributes };
}

const isHighSurrogate = (value: unknown) =>
  typeof value === "string" && value >= "\ud800" && value < "\udc00";
const isLowSurrogate = (value: unknown) =>
  typeof value === "string" && value >= "\udc00" && value < "\ue000";

/** How many tokens at both edges are the same; surrogate pairs are never cut. */
export function commonEdges(old: Tokens, now: Tokens): { prefix: number; suffix: number } {
  const most = Math.min(old.length, now.length);
  let prefix = 0;
  while (prefix < most && sameValue(old.values[prefix], now.values[prefix])) prefix += 1;
  if (isHighSurrogate(old.values[prefix - 1])) prefix -= 1;
  let suffix = 0;
  while (
    suffix < most - prefix &&
    sameValue(old.values[old.length - 1 - suffix], now.values[now.length - 1 - suffix])
  ) {
    suffix += 1;
  }
  if (suffix > 0 && isLowSurrogate(old.values[old.length - suffix])) suffix -= 1;
  return { prefix, suffix };
}
