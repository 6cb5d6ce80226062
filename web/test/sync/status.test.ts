// @vitest-environment node
import { describe, expect, it } from "vitest";
import {
  INITIAL,
  reduceSaving,
  type SavingEvent,
  type Stop,
  statusOf,
} from "../../src/sync/status";

const LOCAL = { type: "opened-local", hasContent: true, kept: true } as const;
const EMPTY = { type: "opened-local", hasContent: false, kept: true } as const;
const WELCOMED = { type: "welcomed" } as const;
const SYNCED = { type: "synced" } as const;
const LOST = { type: "lost" } as const;
const REOPENED = { type: "reopened" } as const;
const unsent = (changes: number) => ({ type: "unsent", changes }) as const;
const stopped = (as: Stop["as"], keepLocal: boolean) =>
  ({ type: "stopped", stop: { as, slug: "s", message: "m" }, keepLocal }) as const;

const TABLE: readonly [string, readonly SavingEvent[], object, boolean][] = [
  ["nothing yet", [], { kind: "connecting" }, false],
  ["connected, no text yet", [EMPTY, WELCOMED], { kind: "loading" }, false],
  ["the server's text is here", [EMPTY, WELCOMED, SYNCED], { kind: "saved" }, true],
  ["a copy here, not connected", [LOCAL], { kind: "connecting" }, true],
  [
    "a copy with changes, not connected",
    [unsent(3), LOCAL],
    { kind: "offline", changes: 3, kept: true },
    true,
  ],
  ["a copy, connected", [LOCAL, WELCOMED], { kind: "connecting" }, true],
  ["unsent, connected", [LOCAL, unsent(2), WELCOMED], { kind: "saving", changes: 2 }, true],
  ["typing", [WELCOMED, SYNCED, unsent(1)], { kind: "saving", changes: 1 }, true],
  ["typed and confirmed", [WELCOMED, SYNCED, unsent(1), unsent(0)], { kind: "saved" }, true],
  [
    "lost with changes",
    [LOCAL, WELCOMED, SYNCED, unsent(4), LOST],
    { kind: "offline", changes: 4, kept: true },
    true,
  ],
  [
    "lost where nothing can be kept",
    [WELCOMED, SYNCED, { ...LOCAL, kept: false }, LOST, unsent(1)],
    { kind: "offline", changes: 1, kept: false },
    true,
  ],
  ["never reached", [LOST], { kind: "offline", changes: 0, kept: false }, false],
  ["back again", [WELCOMED, SYNCED, LOST, WELCOMED, SYNCED], { kind: "saved" }, true],
  [
    "access ended",
    [WELCOMED, SYNCED, stopped("refused", false)],
    { kind: "refused", slug: "s", message: "m" },
    false,
  ],
  [
    "signed out with changes",
    [WELCOMED, SYNCED, unsent(2), stopped("signed-out", true)],
    { kind: "signed-out", changes: 2 },
    true,
  ],
  [
    "signed in again",
    [SYNCED, stopped("signed-out", true), WELCOMED],
    { kind: "connecting" },
    true,
  ],
  ["deleted", [WELCOMED, SYNCED, stopped("gone", false)], { kind: "gone", message: "m" }, false],
  [
    "lost after a stop",
    [SYNCED, stopped("gone", false), LOST],
    { kind: "gone", message: "m" },
    false,
  ],
  ["loaded afresh", [WELCOMED, SYNCED, unsent(1), REOPENED], { kind: "connecting" }, false],
];

describe("the save status", () => {
  it.each(TABLE)("%s", (_name, events, status, loaded) => {
    const state = events.reduce(reduceSaving, INITIAL);
    expect(statusOf(state)).toEqual(status);
    expect(state.loaded).toBe(loaded);
  });

  it("never says saved while something is unsent or the server is not there", () => {
    const alphabet: readonly SavingEvent[] = [
      LOCAL,
      EMPTY,
      WELCOMED,
      SYNCED,
      LOST,
      REOPENED,
      unsent(0),
      unsent(1),
      stopped("refused", false),
      stopped("signed-out", true),
    ];
    const visit = (state: typeof INITIAL, depth: number): void => {
      if (statusOf(state).kind === "saved") {
        expect(state).toMatchObject({ unsent: 0, link: "live", loaded: true, stop: null });
      }
      if (depth > 0) for (const event of alphabet) visit(reduceSaving(state, event), depth - 1);
    };
    visit(INITIAL, 4);
  });
});
