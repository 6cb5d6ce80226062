/** Delivery between sites: late, in order, with people who go offline. */
import type { Chance } from "./chance";
import { exchange, type Site } from "./sites";

/** Each site has a queue per other site. */
export class Network {
  private readonly members: Site[];
  private readonly queues: Uint8Array[][][];
  private readonly offline = new Set<number>();

  constructor(members: readonly Site[]) {
    this.members = [...members];
    this.queues = members.map(() => members.map(() => []));
  }

  /** Puts what was written since into the queues. */
  collect(): void {
    this.members.forEach((site, from) => {
      for (const update of site.outbox.splice(0)) {
        this.queues[from]?.forEach((queue, to) => {
          if (to !== from) queue.push(update);
        });
      }
    });
  }

  some(chance: Chance): void {
    if (chance.happens(0.02)) this.toggle(chance.between(0, this.members.length - 1));
    this.queues.forEach((queues, from) => {
      if (this.offline.has(from)) return;
      queues.forEach((queue, to) => {
        if (this.offline.has(to) || queue.length === 0 || !chance.happens(0.3)) return;
        for (const update of queue.splice(0, chance.between(1, 20))) this.deliver(to, update);
      });
    });
  }

  all(): void {
    this.collect();
    for (const queues of this.queues) {
      queues.forEach((queue, to) => {
        for (const update of queue.splice(0)) this.deliver(to, update);
      });
    }
    exchange(...this.members);
  }

  /** Another page of the same person takes over, with what the first one had. */
  replace(before: Site, after: Site): void {
    this.collect();
    this.members[this.members.indexOf(before)] = after;
  }

  private deliver(to: number, update: Uint8Array): void {
    this.members[to]?.receive(update);
  }

  private toggle(member: number): void {
    if (!this.offline.delete(member)) this.offline.add(member);
  }
}
