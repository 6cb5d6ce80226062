/** What each way of losing the connection means for the text on this device (docs/wire-protocol.md). */

/** Why something ended, for programs and for people. */
export interface Reason {
  readonly slug: string;
  readonly message: string;
}

export type AfterClose =
  /** Connect again with the same document. */
  | { readonly action: "retry"; readonly minDelayMs: number }
  /** What is here must not be merged: keep it as a draft, throw the local copy away, load afresh. */
  | ({ readonly action: "reopen" } & Reason)
  /** Connecting again would end the same way. `keepLocal` says whether the local copy stays. */
  | ({
      readonly action: "stop";
      readonly as: "refused" | "signed-out" | "gone";
      readonly keepLocal: boolean;
    } & Reason);

export const CLOSE = { reloading: 4503 } as const;

export const REASONS = {
  otherGeneration: {
    slug: "other-generation",
    message: "This document was restored on the server since you last had it open.",
  },
  otherPerson: {
    slug: "other-person",
    message: "Changes on this device were made by somebody else.",
  },
  noLongerWriter: {
    slug: "not-allowed",
    message: "You may no longer write in this document.",
  },
  deleted: { slug: "deleted", message: "This document was deleted." },
  differs: {
    slug: "differs",
    message: "The copy on this device differed from the server's.",
  },
} as const satisfies Readonly<Record<string, Reason>>;

const RETRY: AfterClose = { action: "retry", minDelayMs: 500 };

const TABLE: Readonly<Record<number, AfterClose>> = {
  4400: {
    action: "reopen",
    slug: "malformed",
    message: "The server could not read a message from this page.",
  },
  4401: {
    action: "stop",
    as: "signed-out",
    slug: "signed-out",
    message: "You are signed out. Your changes stay on this device until you sign in again.",
    keepLocal: true,
  },
  4403: {
    action: "reopen",
    slug: "not-allowed",
    message: "Your role does not allow a change that was made on this page.",
  },
  4404: {
    action: "stop",
    as: "gone",
    slug: "no-such-document",
    message: "This document does not exist, or it was deleted.",
    keepLocal: false,
  },
  4409: { action: "reopen", ...REASONS.otherGeneration },
  4410: {
    action: "stop",
    as: "refused",
    slug: "access-revoked",
    message: "Your access to this document has ended.",
    keepLocal: false,
  },
  4413: {
    action: "reopen",
    slug: "too-large",
    message: "A change was too large for the server.",
  },
  4422: {
    action: "reopen",
    slug: "update-refused",
    message: "The server refused a change from this page.",
  },
  4423: { action: "reopen", ...REASONS.otherPerson },
  4429: { action: "retry", minDelayMs: 5_000 },
};

/** What to do after a close with `code`; anything not listed is an ordinary loss. */
export function afterClose(code: number): AfterClose {
  return TABLE[code] ?? RETRY;
}
