/** A clock that stands still until a test moves it. */
import type { Clock } from "../../src/sync/clock";

interface Timer {
  readonly at: number;
  readonly call: () => void;
}

export class VirtualClock implements Clock {
  #now = 1_000_000;
  #timers = new Set<Timer>();

  readonly now = (): number => this.#now;

  readonly later = (ms: number, call: () => void) => {
    const timer = { at: this.#now + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  };

  /** How long until each timer rings, soonest first. */
  get waits(): number[] {
    return [...this.#timers].map(({ at }) => at - this.#now).sort((a, b) => a - b);
  }

  /** Moves on by `ms` and rings what is due, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.call();
    }
    this.#now = end;
  }
}
