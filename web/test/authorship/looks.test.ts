// @vitest-environment node
import { describe, expect, it } from "vitest";
import { Looks } from "../../src/authorship/looks";
import { PALETTE } from "../../src/ui/palette";
import { seeded } from "./spans";

const person = (id: string, colour: number) => ({ id, colour });

function given(looks: Looks, people: readonly { id: string; colour: number }[]): string[] {
  return people.map((one) => {
    const { colour, pattern } = looks.of(one);
    return `${colour} ${pattern}`;
  });
}

describe("looks", () => {
  it("are people's own where nobody else has them", () => {
    const looks = new Looks();
    const people = [person("b", 4), person("a", 0), person("c", 11)];
    looks.give(people);
    expect(given(looks, people)).toEqual(["4 4", "0 0", "11 11"]);
  });

  it("are the same for every reader, in whatever order people are told of", () => {
    const people = [person("c", 3), person("a", 3), person("b", 4), person("d", 3)];
    const [one, other] = [new Looks(), new Looks()];
    one.give(people);
    other.give([...people].reverse());
    expect(given(one, people)).toEqual(given(other, people));
    // Whoever is alone in wanting a colour keeps it; of several, the first by id.
    expect(given(one, people)).toEqual(["5 5", "3 3", "4 4", "6 6"]);
  });

  it("stay when somebody comes, and change with the colour that a person chooses", () => {
    const looks = new Looks();
    looks.give([person("m", 3), person("n", 3)]);
    looks.give([person("a", 3), person("m", 3)]);
    expect(given(looks, [person("m", 3), person("n", 3), person("a", 3)])).toEqual([
      "3 3",
      "4 4",
      "5 5",
    ]);
    looks.give([person("m", 7)]);
    expect(given(looks, [person("m", 7)])).toEqual(["7 7"]);
    looks.give([person("z", 3)]);
    expect(given(looks, [person("z", 3)])).toEqual(["3 3"]);
  });

  it.each([1, 2, 3])("are never two alike for up to 144 people, seed %i", (seed) => {
    const next = seeded(seed);
    const looks = new Looks();
    const people = Array.from({ length: 144 }, (_, at) => person(`p_${next(1e6)}_${at}`, next(12)));
    for (let at = 0; at < people.length; at += 9) looks.give(people.slice(at, at + 9));
    expect(new Set(given(looks, people)).size).toBe(people.length);
  });

  it("have twelve different colours for twelve people who all want the same", () => {
    const looks = new Looks();
    const people = PALETTE.map((_, at) => person(`p_${at}`, 5));
    looks.give(people);
    expect(new Set(people.map((one) => looks.of(one).colour)).size).toBe(PALETTE.length);
  });

  it("are nobody's own for a colour that the palette does not have", () => {
    const looks = new Looks();
    looks.give([person("a", 99)]);
    expect(PALETTE[looks.of(person("a", 99)).colour]).toBeDefined();
  });
});
