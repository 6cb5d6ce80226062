import { describe, expect, it } from "vitest";
import type { DocumentInfo, Person } from "../wire/types";
import { matching } from "./DocumentListPage";

const person = (name: string): Person => ({
  id: `p_${name}`,
  name,
  initials: name.slice(0, 1),
  colour: 0,
  kind: "guest",
});

const info = (id: string, title: string, at: number, writer: Person | null): DocumentInfo => ({
  id,
  title,
  role: "writer",
  generation: "g_1",
  created_at: 0,
  updated_at: at,
  created_by: null,
  last_writer: writer,
  shares: writer === null ? [] : [{ person: person("Zoë"), origin: "human", share: 1 }],
});

const LIST = [
  info("d1", "Proposal for Lumen", 1, person("Ada")),
  info("d2", "Minutes", 3, person("Bo")),
  info("d3", "Lumen budget", 2, null),
];

const found = (query: string): string[] => matching(LIST, query).map((one) => one.id);

describe("the list of documents", () => {
  it("puts what changed last first", () => expect(found("")).toEqual(["d2", "d3", "d1"]));

  it("finds titles, whatever the case", () => expect(found("LUMEN")).toEqual(["d3", "d1"]));

  it("finds who wrote", () => {
    expect(found("bo")).toEqual(["d2"]);
    expect(found("zoë")).toEqual(["d2", "d1"]);
  });

  it("wants every word", () => {
    expect(found("lumen ada")).toEqual(["d1"]);
    expect(found("lumen bo")).toEqual([]);
  });
});
