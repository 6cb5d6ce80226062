/**
 * Random sessions: three editors, updates that arrive late, people who go offline, undo. After
 * every step each editor shows its text; when all have heard of everything, all are equal.
 */
import { afterEach, describe, expect, it } from "vitest";
import { Chance } from "./chance";
import { ACTS, type Act, STOCK_ACTS } from "./random-acts";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

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

/** Delivery: each site has a queue per other site, delivered in order, late. */
class Network {
  private readonly queues: { to: Site; updates: Uint8Array[] }[][];
  private readonly offline = new Set<Site>();

  constructor(private readonly members: readonly Site[]) {
    this.queues = members.map((from) =>
      members.filter((to) => to !== from).map((to) => ({ to, updates: [] })),
    );
  }

  collect(): void {
    this.members.forEach((site, i) => {
      for (const update of site.outbox.splice(0)) {
        for (const queue of this.queues[i] ?? []) queue.updates.push(update);
      }
    });
  }

  some(chance: Chance): void {
    if (chance.happens(0.02)) this.toggle(chance.one(this.members));
    this.members.forEach((from, i) => {
      if (this.offline.has(from)) return;
      for (const { to, updates } of this.queues[i] ?? []) {
        if (this.offline.has(to) || !chance.happens(0.3)) continue;
        for (const update of updates.splice(0, chance.between(1, 20))) to.receive(update);
      }
    });
  }

  all(): void {
    this.collect();
    this.members.forEach((_, i) => {
      for (const { to, updates } of this.queues[i] ?? []) {
        for (const update of updates.splice(0)) to.receive(update);
      }
    });
    exchange(...this.members);
  }

  private toggle(site: Site): void {
    if (!this.offline.delete(site)) this.offline.add(site);
  }
}

function run({ seed, steps, editors, stock = 0 }: Plan): Map<string, number> {
  const chance = new Chance(seed);
  const start = newDocument([{ insert: "A first line\nand a second one\n" }]);
  for (let i = 0; i < editors + stock; i++) {
    sites.push(new Site(100 + i, { start, stock: i >= editors }));
  }
  const network = new Network(sites);
  const done = new Map<string, number>();
  for (let step = 0; step < steps; step++) {
    const number = chance.between(0, sites.length - 1);
    const site = sites[number] as Site;
    const [name, act] = chance.one(Object.entries(number < editors ? ACTS : STOCK_ACTS)) as [
      string,
      Act,
    ];
    try {
      act(site, chance);
      for (const one of sites.slice(0, editors)) {
        const { $head } = one.state.selection;
        if (/^[\udc00-\udfff]/.test($head.nodeAfter?.text ?? "") && $head.textOffset)
          throw new Error("caret in pair");
        if (/\p{Surrogate}/u.test(one.string)) throw new Error("lone");
      }
      network.collect();
      network.some(chance);
      for (const one of sites.slice(0, editors)) expectShowsText(one);
    } catch (error) {
      throw new Error(`seed ${seed}, step ${step}, "${name}" at ${site.client}`, { cause: error });
    }
    done.set(name, (done.get(name) ?? 0) + 1);
    if (step % 250 === 249) expectEqual(network, seed, editors);
  }
  expectEqual(network, seed, editors);
  return done;
}

function expectEqual(network: Network, seed: number, editors: number): void {
  network.all();
  const [first, ...others] = sites as [Site, ...Site[]];
  for (const other of others) {
    expect(other.text.toDelta(), `seed ${seed}`).toEqual(first.text.toDelta());
  }
  for (const one of sites.slice(0, editors)) expectShowsText(one);
}

describe("three editors", () => {
  it.each([1, 2, 3])("2,000 random steps converge, seed %i", { timeout: 60_000 }, (seed) => {
    const done = run({ seed, steps: 2000, editors: 3 });
    expect([...done.keys()].sort()).toEqual(Object.keys(ACTS).sort());
  });
});

describe("two editors and two stock clients", () => {
  it.each([11, 12, 13])("1,000 random steps converge, seed %i", { timeout: 60_000 }, (seed) => {
    run({ seed, steps: 1000, editors: 2, stock: 2 });
  });
});

const many = Number(process.env.BYLINE_SEEDS ?? 0);
describe.runIf(many > 0)("more seeds", () => {
  it.each(Array.from({ length: many }, (_, i) => 1000 + i))(
    "seed %i",
    { timeout: 120_000 },
    (seed) => {
      run({ seed, steps: 300, editors: 3, stock: seed % 3 });
    },
  );
});
