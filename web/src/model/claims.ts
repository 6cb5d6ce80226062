/** Lineage claims: what an insertion says about where its characters come from (DESIGN.md, section 5). */
import { equalRuns } from "./alignment";
import { type CharId, type IdRange, type TextRun, textOfRuns } from "./ids";

/** Where the first of some consecutive units comes from; the others come from what follows there. */
export type Source =
  /** A suggestion's text, `at` in UTF-16 code units. */
  | { readonly suggestion: string; readonly at: number }
  /** A character of this document or, with `document`, of another one. */
  | { readonly from: CharId; readonly document?: string }
  /** Outside of any document. */
  | { readonly origin: "pasted" };

export type Claim = { readonly to: IdRange } & Source;

/** `length` units of one source; those of none are the person's own. */
export interface Piece {
  readonly length: number;
  readonly source: Source | null;
}

/** What is to be claimed for the text that one editor transaction inserts. */
export interface ClaimSource {
  /** The text that `pieces` are the sources of, as long as all of them. */
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** Of what is inserted and is not in `text`. */
  readonly rest: Source | null;
}

/** All of it comes from outside. */
export const OUTSIDE: ClaimSource = { text: "", pieces: [], rest: { origin: "pasted" } };

/** Text that comes from these runs of ids. */
export function fromRuns(runs: readonly TextRun[], rest: Source | null = null): ClaimSource {
  return {
    text: textOfRuns(runs),
    pieces: runs.map(({ client, clock, text }) => ({
      length: text.length,
      source: { from: { client, clock } },
    })),
    rest,
  };
}

/**
 * The sources of all units of `inserted`, in its order.
 *
 * @param inserted the text as the document has taken it, which need not be the source's to the letter.
 */
export function piecesOf({ text, pieces, rest }: ClaimSource, inserted: string): Piece[] {
  const result: Piece[] = [];
  let done = 0;
  const leaveTo = (to: number) => {
    if (done < to) result.push({ length: to - done, source: rest });
  };
  for (const { from, to, length } of equalRuns(text, inserted)) {
    leaveTo(to);
    result.push(...cutPieces(pieces, from, from + length));
    done = to + length;
  }
  leaveTo(inserted.length);
  return result;
}

/** The pieces between two offsets. */
export function cutPieces(pieces: readonly Piece[], from: number, to: number): Piece[] {
  const result: Piece[] = [];
  let start = 0;
  for (const { length, source } of pieces) {
    const first = Math.max(from, start);
    const end = Math.min(to, start + length);
    if (first < end) {
      result.push({ length: end - first, source: source && advanced(source, first - start) });
    }
    start += length;
  }
  return result;
}

/** The source of the unit that comes `by` units later. */
function advanced(source: Source, by: number): Source {
  if ("origin" in source) return source;
  if ("suggestion" in source) return { ...source, at: source.at + by };
  const { client, clock } = source.from;
  return { ...source, from: { client, clock: clock + by } };
}

/**
 * One claim for each run of text whose ids and sources both are consecutive.
 *
 * @param pieces the sources of all units of `runs`.
 * @param runs what was inserted, in the order of the text.
 */
export function claimsFor(pieces: readonly Piece[], runs: readonly TextRun[]): Claim[] {
  const claims: Claim[] = [];
  const reader = new PieceReader(pieces);
  for (const { client, clock, text, isEmbed } of runs) {
    for (let done = 0; done < text.length; ) {
      const { length, source } = reader.take(text.length - done);
      const to = { client, clock: clock + done, length };
      if (source && !isEmbed) claims.push({ to, ...source });
      done += length;
    }
  }
  return joinedClaims(claims);
}

/** Reads pieces in parts of any length; behind their end nothing has a source. */
class PieceReader {
  private index = 0;
  private offset = 0;

  constructor(private readonly pieces: readonly Piece[]) {}

  /** The next piece, or as much of it as `most` units. */
  take(most: number): Piece {
    const piece = this.pieces[this.index];
    if (!piece) return { length: most, source: null };
    const { offset } = this;
    const length = Math.min(most, piece.length - offset);
    this.offset += length;
    if (this.offset === piece.length) {
      this.index += 1;
      this.offset = 0;
    }
    return { length, source: piece.source && advanced(piece.source, offset) };
  }
}

/** The same claims with those that follow one another on both sides made one. */
export function joinedClaims(claims: readonly Claim[]): Claim[] {
  const result: Claim[] = [];
  for (const claim of claims) {
    const last = result[result.length - 1];
    if (last && follows(last, claim)) {
      const length = last.to.length + claim.to.length;
      result[result.length - 1] = { ...last, to: { ...last.to, length } };
    } else result.push(claim);
  }
  return result;
}

function follows({ to: before, ...source }: Claim, { to, ...next }: Claim): boolean {
  if (before.client !== to.client || before.clock + before.length !== to.clock) return false;
  return sameSource(advanced(source as Source, before.length), next as Source);
}

function sameSource(one: Source, other: Source): boolean {
  if ("origin" in one || "origin" in other) return "origin" in one && "origin" in other;
  if ("suggestion" in one || "suggestion" in other) {
    if (!("suggestion" in one && "suggestion" in other)) return false;
    return one.suggestion === other.suggestion && one.at === other.at;
  }
  const { client, clock } = one.from;
  const isSameId = client === other.from.client && clock === other.from.clock;
  return isSameId && one.document === other.document;
}
