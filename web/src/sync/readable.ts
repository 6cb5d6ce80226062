/** Values that change over time, in the shape that React's `useSyncExternalStore` takes. */

export type Disposer = () => void;

export interface Readable<T> {
  readonly getSnapshot: () => T;
  readonly subscribe: (listener: () => void) => Disposer;
}

/** One value and those who want to know when it changes. */
export class Cell<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly getSnapshot = (): T => this.#value;

  readonly subscribe = (listener: () => void): Disposer => {
    const entry = () => listener();
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  /** Listeners hear of it unless the value is the same one. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Things that happen, for whoever listens at the time. */
export class Channel<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly subscribe = (listener: (value: T) => void): Disposer => {
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  };

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
