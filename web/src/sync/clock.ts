/** Time and chance as arguments, so that everything in this folder can be tested without waiting. */
import type { Disposer } from "./readable";

export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls once after `ms`, unless disposed of before. */
  readonly later: (ms: number, call: () => void) => Disposer;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  later: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** A timer that is set anew or cleared, and is never two at once. */
export class Alarm {
  #clear: Disposer | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isSet(): boolean {
    return this.#clear !== null;
  }

  set(ms: number, call: () => void): void {
    this.clear();
    this.#clear = this.#clock.later(ms, () => {
      this.#clear = null;
      call();
    });
  }

  clear(): void {
    this.#clear?.();
    this.#clear = null;
  }
}
