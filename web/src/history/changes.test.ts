import { describe, expect, it } from "vitest";
import type { ComparedRun, Comparison } from "../wire/history";
import { byPeople, listChanges, sumOf } from "./changes";

const span = {} as ComparedRun["span"];
const run = (insert: string, rest: Partial<ComparedRun> = {}): ComparedRun => ({
  insert,
  span,
  ...rest,
});

describe("the list of changes", () => {
  it("joins what one person did alike and side by side", () => {
    const runs = [
      run("Same "),
      run("one ", { change: "inserted", by: "p_ada", entry: 4 }),
      run("two", { change: "inserted", by: "p_ada", entry: 9 }),
      run("three", { change: "inserted", by: "p_ben", entry: 10 }),
      run("gone", { change: "deleted", by: "p_ben", entry: 11 }),
      run("bold", { change: "formatted", by: null, entry: null }),
    ];
    expect(listChanges(runs)).toEqual([
      { kind: "inserted", by: "p_ada", text: "one two", entry: 4, index: 5, length: 7 },
      { kind: "inserted", by: "p_ben", text: "three", entry: 10, index: 12, length: 5 },
      { kind: "deleted", by: "p_ben", text: "gone", entry: 11, index: 17, length: 4 },
      { kind: "formatted", by: null, text: "bold", entry: null, index: 21, length: 4 },
    ]);
    expect(sumOf(listChanges(runs))).toEqual({ inserted: 12, deleted: 4 });
  });

  it("counts what was moved as neither come nor gone", () => {
    const changes = listChanges([
      run("A sentence.", { change: "deleted", by: "p_ada", move: 1 }),
      run("Stays."),
      run("A sentence.", { change: "inserted", by: "p_ada", move: 1 }),
      run("New.", { change: "inserted", by: "p_ada" }),
    ]);
    expect(changes.map(({ kind }) => kind)).toEqual(["moved-away", "moved-here", "inserted"]);
    expect(sumOf(changes)).toEqual({ inserted: 4, deleted: 0 });
  });
});

describe("what people changed", () => {
  it("leaves out what the document began with", () => {
    const people = { p_system: { kind: "system" }, p_ada: { kind: "account" } } as never;
    const content = [
      run("Hello", { change: "inserted", by: "p_ada" }),
      run("\n", { change: "inserted", by: "p_system" }),
    ];
    const compared = byPeople({ people, content } as unknown as Comparison);
    expect(compared.content.map(({ change }) => change)).toEqual(["inserted", undefined]);
  });
});
