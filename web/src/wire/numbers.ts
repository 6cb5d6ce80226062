/** A document in numbers, and reports on it, over HTTP. */
import type { DocumentId, Person, PersonId } from "./types";

export type WhoseKind = "person" | "assistant" | "pasted" | "imported" | "unknown";

/** Whose words: a person's, or from where they are. */
export interface Whose {
  readonly key: string;
  readonly kind: WhoseKind;
  readonly person: PersonId | null;
}

interface Suggested {
  readonly requests: number;
  readonly asked: number;
  readonly placed: number;
  readonly kept: number;
  readonly changed: number;
  readonly undeclared: number;
  readonly placed_units: number;
  readonly kept_units: number;
}

interface Effort {
  readonly person: PersonId;
  readonly began: number;
  readonly ended: number;
  readonly active_ms: number;
  readonly updates: number;
  readonly keystrokes: number;
  readonly typed: number;
  readonly typed_kept: number;
  readonly revised: number;
  readonly revised_deleted: number;
  readonly revised_inserted: number;
}

interface Did {
  readonly person: PersonId;
  readonly updates: number;
  readonly inserted: number;
  readonly deleted: number;
}

export type Definition =
  | "units"
  | "shares"
  | "moments"
  | "activity"
  | "taken_out"
  | "asked"
  | "placed"
  | "kept"
  | "changed"
  | "active"
  | "updates"
  | "keystrokes"
  | "typed"
  | "revised";

/** Text is counted in UTF-16 units, line ends aside; times are ms since the epoch. */
export interface Numbers {
  readonly seq: number;
  readonly shares: {
    readonly series: readonly Whose[];
    /** Oldest first; `units` in the order of `series`. */
    readonly moments: readonly {
      readonly seq: number;
      readonly at: number;
      readonly units: readonly number[];
    }[];
  };
  /** Days (UTC) with changes, oldest first. */
  readonly activity: readonly { readonly day: string; readonly people: readonly Did[] }[];
  readonly taken_out: readonly {
    readonly by: PersonId;
    readonly of: Whose;
    readonly units: number;
  }[];
  readonly suggestions: {
    readonly all: Suggested;
    readonly people: readonly (Suggested & { readonly person: PersonId })[];
  };
  readonly effort: readonly Effort[];
  readonly definitions: Readonly<Record<Definition, string>>;
  readonly people: Readonly<Record<PersonId, Person>>;
}

export type ReportFormat = "html" | "pdf" | "json" | "prov" | "bundle";

/** A report as a file. */
export interface ReportFile {
  readonly name: string;
  readonly data: Blob;
}

type Send = (method: string, path: string, signal?: AbortSignal) => Promise<Response>;

export function numbersCalls(send: Send) {
  const at = (id: DocumentId, rest: string) => `/documents/${encodeURIComponent(id)}${rest}`;
  return {
    numbers: async (id: DocumentId, signal?: AbortSignal) =>
      (await (await send("GET", at(id, "/numbers"), signal)).json()) as Numbers,
    /** Takes a report away, which the document's history tells. */
    report: async (
      id: DocumentId,
      format: ReportFormat,
      signal?: AbortSignal,
    ): Promise<ReportFile> => {
      const answer = await send("GET", at(id, `/report?format=${format}`), signal);
      const said = answer.headers.get("content-disposition") ?? "";
      const name = /filename="([^"]+)"/.exec(said)?.[1] ?? `${id}.${format}`;
      return { name, data: await answer.blob() };
    },
  };
}
