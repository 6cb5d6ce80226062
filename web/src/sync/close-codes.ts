/** What each way of losing the connection means for the text on this device (docs/protocol.md). */

export type AfterClose =
  /** Connect again with the same document. */
  | { readonly action: "retry"; readonly minDelayMs: number }
  /** What is here must not be merged: keep it as a draft, throw the local copy away, load afresh. */
  | { readonly action: "reopen"; readonly slug: string; readonly message: string }
  /** Connecting again would end the same way. `keepLocal` says whether the local copy stays. */
  | {
      readonly action: "stop";
      readonly as: "refused" | "signed-out" | "gone";
      readonly slug: string;
      readonly message: string;
      readonly keepLocal: boolean;
    };

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
    action: "stop",
    as: "refused",
    slug: "not-allowed",
    message: "You do not have access to this document.",
    keepLocal: false,
  },
  4404: {
    action: "stop",
    as: "gone",
    slug: "no-such-document",
    message: "This document does not exist, or it was deleted.",
    keepLocal: false,
  },
  4409: {
    action: "reopen",
    slug: "other-generation",
    message: "This document was restored on the server since you last had it open.",
  },
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
  4423: {
    action: "reopen",
    slug: "foreign-client",
    message: "Changes on this device were made by somebody else.",
  },
  4429: { action: "retry", minDelayMs: 5_000 },
};

/** What to do after a close with `code`; anything not listed is an ordinary loss. */
export function afterClose(code: number): AfterClose {
  return TABLE[code] ?? RETRY;
}
