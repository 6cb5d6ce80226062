/** Whose words a run of ids holds, as it is shown. */
import type { ContentRun } from "../editor/ids";
import type { Span } from "../wire/authorship";
import type { PersonId } from "../wire/types";
import type { SpanMap } from "./span-map";

/** What is shown of how words came to be. How they got to where they are is told by the card only. */
export type Kind =
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

export interface Attribution {
  readonly kind: Kind;
  /** Whose words; null where they are nobody's here. */
  readonly author: PersonId | null;
  readonly suggestion: string | null;
}

/** Consecutive ids with one attribution, and what the server said about them. */
export interface Attributed extends Attribution {
  /** Of the first code unit in the text. */
  readonly index: number;
  readonly length: number;
  readonly client: number;
  readonly clock: number;
  /** Null while the server has not spoken. It may begin before the run. */
  readonly span: Span | null;
}

/** The ids and the person of this page. */
export interface Own {
  readonly clientId: number;
  readonly personId: PersonId | null;
}

/** Runs of ids, cut where something else is known about them; in the order in which they are given. */
export function* attributed(
  runs: Iterable<ContentRun>,
  spans: SpanMap,
  own: Own,
  direction: 1 | -1 = 1,
): Generator<Attributed> {
  for (const { client, clock, length, index } of runs) {
    const segments = spans.segments(client, clock, length);
    for (const { span, ...ids } of direction === 1 ? segments : [...segments].reverse()) {
      yield {
        index: index + ids.clock - clock,
        client,
        ...ids,
        span,
        ...(span ? attributionOf(span) : unconfirmed(client, own)),
      };
    }
  }
}

/** Whether two runs look the same in the text. */
export function isAlike(one: Attribution, other: Attribution): boolean {
  return (
    one.kind === other.kind && one.author === other.author && one.suggestion === other.suggestion
  );
}

/** What the server said of a run of ids, as it is shown. */
export function attributionOf({ written, author, suggestion, undeclared }: Span): Attribution {
  if (written === "adopted") {
    return { kind: undeclared ? "undeclared" : "adopted", author: null, suggestion };
  }
  const isSomebodys = written === "typed" && author !== null;
  if (isSomebodys) return { kind: "typed", author, suggestion: null };
  return { kind: written === "typed" ? "unknown" : written, author: null, suggestion: null };
}

function unconfirmed(client: number, own: Own): Attribution {
  return client === own.clientId
    ? { kind: "saving", author: own.personId, suggestion: null }
    : { kind: "pending", author: null, suggestion: null };
}
