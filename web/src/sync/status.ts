/**
 * What the page says about saving, as a pure state machine.
 *
 *     connecting → syncing → live ⇄ down         any → stopped
 *
 * `Saving` holds the facts, `statusOf` puts them in the words of the interface. A document counts as
 * loaded only once the server sent it or this device had a copy: until then no editor is shown.
 */

type Link = "connecting" | "syncing" | "live" | "down";

export interface Stop {
  readonly as: "refused" | "signed-out" | "gone";
  readonly slug: string;
  readonly message: string;
}

export interface Saving {
  readonly link: Link;
  readonly loaded: boolean;
  /** Local changes that the server has not confirmed. */
  readonly unsent: number;
  /** Whether this device keeps unsent changes over a reload. */
  readonly kept: boolean;
  readonly stop: Stop | null;
}

export type SavingEvent =
  | { readonly type: "opened-local"; readonly hasContent: boolean; readonly kept: boolean }
  | { readonly type: "welcomed" }
  | { readonly type: "synced" }
  | { readonly type: "unsent"; readonly changes: number }
  | { readonly type: "lost" }
  | { readonly type: "stopped"; readonly stop: Stop; readonly keepLocal: boolean }
  | { readonly type: "reopened" };

export type Status =
  | { readonly kind: "connecting" }
  | { readonly kind: "loading" }
  | { readonly kind: "saved" }
  | { readonly kind: "saving"; readonly changes: number }
  | { readonly kind: "offline"; readonly changes: number; readonly kept: boolean }
  | { readonly kind: "refused"; readonly slug: string; readonly message: string }
  | { readonly kind: "signed-out"; readonly changes: number }
  | { readonly kind: "gone"; readonly message: string };

export const INITIAL: Saving = {
  link: "connecting",
  loaded: false,
  unsent: 0,
  kept: false,
  stop: null,
};

/** The facts after `event`. */
export function reduceSaving(state: Saving, event: SavingEvent): Saving {
  switch (event.type) {
    case "opened-local":
      return { ...state, loaded: state.loaded || event.hasContent, kept: event.kept };
    case "welcomed":
      return { ...state, link: "syncing", stop: null };
    case "synced":
      return { ...state, link: "live", loaded: true };
    case "unsent":
      return { ...state, unsent: event.changes };
    case "lost":
      return { ...state, link: "down" };
    case "stopped":
      return {
        ...state,
        link: "down",
        loaded: state.loaded && event.keepLocal,
        unsent: event.keepLocal ? state.unsent : 0,
        stop: event.stop,
      };
    case "reopened":
      return INITIAL;
  }
}

/** What to tell the person. */
export function statusOf(state: Saving): Status {
  if (state.stop) return stopped(state.stop, state.unsent);
  switch (state.link) {
    case "live":
      return state.unsent === 0 ? { kind: "saved" } : { kind: "saving", changes: state.unsent };
    case "syncing":
      if (!state.loaded) return { kind: "loading" };
      return state.unsent === 0
        ? { kind: "connecting" }
        : { kind: "saving", changes: state.unsent };
    case "connecting":
      return state.unsent === 0 ? { kind: "connecting" } : offline(state);
    case "down":
      return offline(state);
  }
}

function offline(state: Saving): Status {
  return { kind: "offline", changes: state.unsent, kept: state.kept };
}

function stopped(stop: Stop, changes: number): Status {
  switch (stop.as) {
    case "refused":
      return { kind: "refused", slug: stop.slug, message: stop.message };
    case "signed-out":
      return { kind: "signed-out", changes };
    case "gone":
      return { kind: "gone", message: stop.message };
  }
}
