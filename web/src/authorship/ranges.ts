/** Ranges of whole numbers from `from` up to and without `to`: disjoint, not touching, in order. */

export interface Range {
  readonly from: number;
  readonly to: number;
}

export type Ranges = readonly Range[];

/** All of `ranges`, and `range` too. */
export function plus(ranges: Ranges, range: Range): Ranges {
  if (range.from >= range.to) return ranges;
  let { from, to } = range;
  const before: Range[] = [];
  const behind: Range[] = [];
  for (const one of ranges) {
    if (one.to < from) before.push(one);
    else if (one.from > to) behind.push(one);
    else {
      from = Math.min(from, one.from);
      to = Math.max(to, one.to);
    }
  }
  return [...before, { from, to }, ...behind];
}

/** What of `ranges` is not in `range`. */
export function minus(ranges: Ranges, { from, to }: Range): Ranges {
  if (from >= to) return ranges;
  return ranges.flatMap((one) =>
    [
      { from: one.from, to: Math.min(one.to, from) },
      { from: Math.max(one.from, to), to: one.to },
    ].filter((part) => part.from < part.to),
  );
}

/** What of `range` is not in `ranges`. */
export function missing(ranges: Ranges, range: Range): Ranges {
  return ranges.reduce<Ranges>(minus, range.from < range.to ? [range] : []);
}

/** What of `ranges` is in `range`. */
export function within(ranges: Ranges, { from, to }: Range): Ranges {
  return ranges
    .map((one) => ({ from: Math.max(one.from, from), to: Math.min(one.to, to) }))
    .filter((part) => part.from < part.to);
}
