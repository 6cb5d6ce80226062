/**
 * Random sessions: three editors, updates that arrive late, people who go offline, undo. After
 * every step each editor shows its text; when all have heard of everything, all are equal.
 */
import { afterEach, describe, expect, it } from "vitest";
import { Chance } from "./chance";
import { Network } from "./network";
import { ACTS, type Act, STOCK_ACTS } from "./random-acts";
import { expectShowsText, newDocument, Site } from "./sites";

interface Plan {
  readonly seed: number;
  readonly steps: number;
  readonly editors: number;
  readonly stock?: number;
}

let sites: Site[] = [];
afterEach(() => {
  for (const site of sites) site.destroy();
  sites = [];
});

class Session {
  private readonly chance: Chance;
  private readonly network: Network;
  private readonly editors: readonly Site[];
  readonly done = new Map<string, number>();

  constructor(private readonly plan: Plan) {
    this.chance = new Chance(plan.seed);
    const start = newDocument([{ insert: "A first line\nand a second one\n" }]);
    for (let i = 0; i < plan.editors + (plan.stock ?? 0); i++) {
      sites.push(new Site(100 + i, { start, stock: i >= plan.editors }));
    }
    this.editors = sites.slice(0, plan.editors);
    this.network = new Network(sites);
  }

  run(): this {
    for (let step = 1; step <= this.plan.steps; step++) {
      this.step(step);
      if (step % 250 === 0) expectEqual(this.network, this.plan);
    }
    expectEqual(this.network, this.plan);
    return this;
  }

  private step(step: number): void {
    const site = this.chance.one(sites);
    const acts = this.editors.includes(site) ? ACTS : STOCK_ACTS;
    const [name, act] = this.chance.one(Object.entries(acts)) as [string, Act];
    try {
      act(site, this.chance);
      this.network.collect();
      this.network.some(this.chance);
      this.editors.forEach(expectWhole);
    } catch (cause) {
      const { seed } = this.plan;
      throw new Error(`seed ${seed}, step ${step}, "${name}" at ${site.client}`, { cause });
    }
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }
}

/** The binding compares editor and text after every change; nothing may ever have differed. */
function expectWhole(site: Site): void {
  if (site.mismatches.length > 0) throw new Error(site.mismatches.join("; "));
}

function expectEqual(network: Network, { seed, editors }: Plan): void {
  network.all();
  const [first, ...others] = sites as [Site, ...Site[]];
  for (const other of others) {
    expect(other.text.toDelta(), `seed ${seed}`).toEqual(first.text.toDelta());
  }
  for (const one of sites.slice(0, editors)) {
    expectShowsText(one);
    expect(one.string).not.toMatch(/\p{Surrogate}/u);
  }
}

describe("three editors", () => {
  it("converge after 2,000 random steps that have everything in them", { timeout: 120_000 }, () => {
    const { done } = new Session({ seed: 3, steps: 2000, editors: 3 }).run();
    expect([...done.keys()].sort()).toEqual(Object.keys(ACTS).sort());
  });

  it.each([1, 2])("converge after 500 random steps, seed %i", { timeout: 60_000 }, (seed) => {
    new Session({ seed, steps: 500, editors: 3 }).run();
  });
});

describe("two editors and two stock clients", () => {
  it.each([11, 12, 13])("converge after 500 steps, seed %i", { timeout: 60_000 }, (seed) => {
    new Session({ seed, steps: 500, editors: 2, stock: 2 }).run();
  });
});

const many = Number(process.env.BYLINE_SEEDS ?? 0);
describe.runIf(many > 0)("more seeds", () => {
  const seeds = Array.from({ length: many }, (_, i) => 1000 + i);
  it.each(seeds)("seed %i", { timeout: 120_000 }, (seed) => {
    new Session({ seed, steps: 300, editors: 3, stock: seed % 3 }).run();
  });
});
