/**
 * Random sessions in which the true author of every character is known by its code point: claims,
 * read one after the other as they stand, lead every live character back to whoever wrote it.
 */
import { afterEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Archive } from "./archive";
import { Chance } from "./chance";
import { LINEAGE_ACTS, type Scene, Truth, type Writer } from "./lineage-acts";
import { Network } from "./network";
import { expectShowsText, newDocument, Site } from "./sites";

let writers: Writer[] = [];
afterEach(() => {
  for (const { site } of writers) site.destroy();
  writers = [];
});

class Session implements Scene {
  readonly chance: Chance;
  readonly truth = new Truth();
  readonly done = new Map<string, number>();
  readonly archive: Archive;
  private readonly network: Network;
  /** Whose client ids are whose. */
  private readonly names = new Map([["client 1", "the first writer"]]);
  private clients = 100;

  constructor(private readonly seed: number) {
    this.chance = new Chance(seed);
    const first = Array.from({ length: 12 }, () => this.truth.fresh(0x4e00, "the first writer"));
    const start = newDocument([
      { insert: `${first.slice(0, 6).join("")}\n${first.slice(6).join("")}` },
    ]);
    this.archive = new Archive(start);
    writers = ["ann", "ben", "cem"].map((name) => ({
      name,
      site: this.enter(name, start),
      board: null,
    }));
    this.network = new Network(writers.map(({ site }) => site));
  }

  readonly serve: Scene["serve"] = ({ id, text }) => void this.archive.suggestions.set(id, text);

  readonly reload: Scene["reload"] = (writer) => {
    const { site } = writer;
    writer.site = this.enter(writer.name, Y.encodeStateAsUpdate(site.doc));
    this.network.replace(site, writer.site);
    site.destroy();
  };

  run(steps: number): this {
    for (let step = 1; step <= steps; step++) {
      this.step(step);
      if (step % 100 === 0 || step === steps) this.expectTruth(step);
    }
    return this;
  }

  private enter(name: string, start: Uint8Array): Site {
    this.clients += 1;
    const site = new Site(this.clients, { start });
    this.names.set(`client ${site.client}`, name);
    this.archive.follow(site);
    return site;
  }

  private step(step: number): void {
    const writer = this.chance.one(writers);
    const [name, act] = this.chance.one(Object.entries(LINEAGE_ACTS));
    try {
      act(writer, this);
      this.network.collect();
      this.network.some(this.chance);
    } catch (cause) {
      throw new Error(`seed ${this.seed}, step ${step}, "${name}" by ${writer.name}`, { cause });
    }
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  /** Every unit of every followed character in the live text has the origin that it has in truth. */
  private expectTruth(step: number): void {
    this.network.all();
    for (const { site } of writers) expectShowsText(site);
    const units = this.archive.origins();
    const wrong: string[] = [];
    units.forEach(({ unit }, at) => {
      if (/[\udc00-\udfff]/.test(unit)) return;
      const isPair = /[\ud800-\udbff]/.test(unit);
      const char = isPair ? unit + (units[at + 1]?.unit ?? "") : unit;
      const origin = this.truth.originOf(char);
      if (origin === null) return;
      for (const half of units.slice(at, at + char.length)) {
        const found = this.names.get(half.origin) ?? half.origin;
        if (found !== origin) wrong.push(`${char} is of ${origin}, not ${found}`);
      }
    });
    expect(wrong, `seed ${this.seed}, step ${step}`).toEqual([]);
    expect(writers[0]?.site.string).toBe(writers[1]?.site.string);
  }
}

describe("three writers", () => {
  it("have every character claimed for its writer, over 600 steps with everything in them", {
    timeout: 120_000,
  }, () => {
    const { done, archive } = new Session(4).run(600);
    expect([...done.keys()].sort()).toEqual(Object.keys(LINEAGE_ACTS).sort());
    for (const key of ["from", "origin", "suggestion"]) {
      expect(archive.all.filter((claim) => key in claim).length, key).toBeGreaterThan(20);
    }
  });

  it.each([1, 2, 3])("over 300 steps, seed %i", { timeout: 120_000 }, (seed) => {
    new Session(seed).run(300);
  });
});

const many = Number(process.env.BYLINE_SEEDS ?? 0);
describe.runIf(many > 0)("more seeds", () => {
  const seeds = Array.from({ length: many }, (_, i) => Number(process.env.FROM ?? 1000) + i);
  it.each(seeds)("seed %i", { timeout: 120_000 }, (seed) => {
    new Session(seed).run(300);
  });
});
