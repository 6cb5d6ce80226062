import { describe, expect, it } from "vitest";
import type { Status } from "../sync/status";
import { statusText } from "./SaveState";

describe("the save state in words", () => {
  const cases: readonly (readonly [Status, string])[] = [
    [{ kind: "connecting" }, "Connecting…"],
    [{ kind: "loading" }, "Loading…"],
    [{ kind: "saved" }, "Saved"],
    [{ kind: "saving", changes: 3 }, "Saving…"],
    [{ kind: "offline", changes: 14, kept: true }, "Offline, 14 changes kept on this device"],
    [{ kind: "offline", changes: 0, kept: false }, "Offline, nothing unsaved"],
    [
      { kind: "offline", changes: 2, kept: false },
      "Offline, 2 changes unsaved: keep this page open",
    ],
    [
      { kind: "refused", slug: "x", message: "Your access has ended." },
      "Not saved: Your access has ended.",
    ],
    [{ kind: "signed-out", changes: 0 }, "You are signed out"],
    [{ kind: "signed-out", changes: 2 }, "Signed out, 2 changes kept on this device"],
    [{ kind: "gone", message: "" }, "This document is gone"],
  ];
  for (const [status, text] of cases)
    it(`says “${text}”`, () => expect(statusText(status)).toBe(text));
});
