/** The live text as runs of one attribution each. */
import type * as Y from "yjs";
import { contentRuns, runsBetween } from "../editor/ids";
import type { PersonId, Span } from "../wire/types";
import type { SpanMap } from "./span-map";

/** What is shown of how a run came to be. */
type Kind =
  | "typed"
  | "adopted"
  | "undeclared"
  | "pasted"
  | "imported"
  | "unknown"
  /** Ours, and not confirmed by the server. */
  | "saving"
  /** Somebody else's, and the server's word on it is still on its way. */
  | "pending";

export interface AuthorRun {
  /** Model index of the first code unit. */
  readonly index: number;
  readonly length: number;
  readonly kind: Kind;
  readonly author: PersonId | null;
  readonly suggestion: string | null;
  /** Of the first id in the run; null while the server has not spoken. */
  readonly span: Span | null;
}

export interface Own {
  readonly clientId: number;
  readonly personId: PersonId | null;
}

/** The attribution of the live text between two model indexes, in runs as long as possible. */
export function authorRuns(
  text: Y.Text,
  spans: SpanMap,
  own: Own,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): AuthorRun[] {
  const runs: AuthorRun[] = [];
  const ids =
    from === 0 && to === Number.POSITIVE_INFINITY ? contentRuns(text) : runsBetween(text, from, to);
  for (const { client, clock, length, index } of ids) {
    for (const segment of spans.segments(client, clock, length)) {
      append(runs, {
        index: index + segment.clock - clock,
        length: segment.length,
        span: segment.span,
        ...(segment.span ? attribution(segment.span) : unconfirmed(client, own)),
      });
    }
  }
  return runs;
}

function append(runs: AuthorRun[], run: AuthorRun): void {
  const last = runs[runs.length - 1];
  if (last && isAlike(last, run) && last.index + last.length === run.index) {
    runs[runs.length - 1] = { ...last, length: last.length + run.length };
  } else {
    runs.push(run);
  }
}

function isAlike(one: AuthorRun, other: AuthorRun): boolean {
  return (
    one.kind === other.kind && one.author === other.author && one.suggestion === other.suggestion
  );
}

function attribution(span: Span): Pick<AuthorRun, "kind" | "author" | "suggestion"> {
  const { author, suggestion } = span;
  const kind = span.origin === "adopted" && span.undeclared ? "undeclared" : span.origin;
  return { kind, author, suggestion };
}

function unconfirmed(client: number, own: Own): Pick<AuthorRun, "kind" | "author" | "suggestion"> {
  return client === own.clientId
    ? { kind: "saving", author: own.personId, suggestion: null }
    : { kind: "pending", author: null, suggestion: null };
}
