import { describe, expect, it } from "vitest";
import type { Presence } from "../sync/presence";
import { onePerPerson } from "./PeopleHere";

const here = (clientId: number, id: string, caret: boolean): Presence => ({
  clientId,
  person: { id, name: id, initials: id, colour: 0, kind: "guest" },
  cursor: caret ? { anchor: {}, head: {} } : null,
});

describe("who is here", () => {
  it("shows a person once, however many windows they have open", () => {
    const shown = onePerPerson([here(1, "ada", true), here(2, "bo", true), here(3, "ada", true)]);
    expect(shown.map((one) => one.clientId)).toEqual([1, 2]);
  });

  it("prefers the window with a caret, to which one can go", () => {
    const shown = onePerPerson([here(1, "ada", false), here(2, "ada", true)]);
    expect(shown.map((one) => one.clientId)).toEqual([2]);
  });
});
