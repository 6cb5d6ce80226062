/** Where the words of a passage were before they came to where they are. */
import type { SourceDocument } from "../wire/authorship";
import type { DocumentId } from "../wire/types";
import type { AuthoredText } from "./authored-text";
import type { Passage } from "./passage";

export type Whence =
  /** They are still there. Indexes in the text, and the number of the line from 1. */
  | { readonly kind: "live"; readonly from: number; readonly to: number; readonly line: number }
  /** They are not there any more; where they were, if this text still knows. */
  | { readonly kind: "gone"; readonly index: number | null; readonly line: number | null }
  /** In another document; its title where the reader may know it. */
  | { readonly kind: "elsewhere"; readonly id: DocumentId; readonly title: string | null };

/** Where a passage came from; null for words that were never anywhere else. */
export function whenceOf(
  { pieces }: Passage,
  text: AuthoredText,
  document: (id: DocumentId) => SourceDocument | null,
): Whence | null {
  const sources = pieces.flatMap(({ span, clock, length }) => {
    if (span === null || span.source === null) return [];
    const { source } = span;
    return [{ ...source, clock: source.clock + clock - span.clock, length }];
  });
  const [first] = sources;
  if (first === undefined) return null;
  if (first.document !== null) {
    return {
      kind: "elsewhere",
      id: first.document,
      title: document(first.document)?.title ?? null,
    };
  }
  const { content } = text;
  const places = sources.flatMap((source) => [...content.placesOf(source)]);
  if (places.length > 0) {
    const place = together(places);
    return { kind: "live", ...place, line: content.lineAt(place.from) };
  }
  const index = content.placeOf(first);
  return { kind: "gone", index, line: index === null ? null : content.lineAt(index) };
}

interface Place {
  readonly from: number;
  readonly to: number;
}

/** From the first to the last where hardly anything else is between them; else the first alone. */
function together(places: readonly Place[]): Place {
  const sorted = [...places].sort((one, other) => one.from - other.from);
  const first = sorted[0] as Place;
  const to = Math.max(...sorted.map((place) => place.to));
  const units = sorted.reduce((n, place) => n + place.to - place.from, 0);
  return to - first.from <= 2 * units ? { from: first.from, to } : first;
}
