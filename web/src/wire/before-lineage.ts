/** Fills in what a server says nothing about that knows no lineage yet. */
import type { Authorship, Span, SuggestionSource } from "./authorship";

type Told<T, Later extends keyof T> = Omit<T, Later> & Partial<Pick<T, Later>>;
export type ToldSpan = Told<Span, "written" | "suggestion_at" | "source">;
type ToldSuggestion = Told<SuggestionSource, "document" | "changed">;
export type ToldAuthorship = Omit<Authorship, "spans" | "suggestions" | "documents"> & {
  readonly spans: readonly ToldSpan[];
  readonly suggestions: Readonly<Record<string, ToldSuggestion>>;
  readonly documents?: Authorship["documents"];
};

/** Every span with all its fields. */
export function completeSpans(spans: readonly ToldSpan[]): readonly Span[] {
  return spans.every(isComplete) ? (spans as readonly Span[]) : spans.map(complete);
}

export function completeAuthorship(told: ToldAuthorship): Authorship {
  const suggestions = Object.entries(told.suggestions).map(([id, suggestion]) => [
    id,
    { document: null, changed: UNCHANGED, ...suggestion },
  ]);
  return {
    ...told,
    spans: completeSpans(told.spans),
    suggestions: Object.fromEntries(suggestions),
    documents: told.documents ?? {},
  };
}

const UNCHANGED = { placed: 0, kept: 0, by: [] };

function isComplete(span: ToldSpan): boolean {
  return span.written !== undefined && span.source !== undefined;
}

function complete(span: ToldSpan): Span {
  const { origin } = span;
  const isElsewhere = origin === "moved" || origin === "copied" || origin === "restored";
  return {
    written: isElsewhere ? "unknown" : origin,
    suggestion_at: null,
    source: null,
    ...span,
  };
}
