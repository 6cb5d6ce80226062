/** The shares of a text as they are now: counted again a little after changes, when there is time. */
import { Alarm, type Clock, systemClock } from "../sync/clock";
import { Cell, type Disposer, type Readable } from "../sync/readable";
import type { Changed } from "../wire/authorship";
import { changedNow, changedShare, unitsBySuggestion } from "./changed";
import type { ContentIndex } from "./content-index";
import { type Slice, whenIdle } from "./idle";
import { type Share, sharesOf } from "./shares";
import type { AuthorshipStore } from "./store";
import { Tallies, type Tally } from "./tally";

export interface Overview {
  readonly shares: readonly Share[];
  /** How much of what was placed from suggestions was changed since, from 0 to 1; null where nobody knows. */
  readonly changed: number | null;
  /** Characters moved and copied. */
  readonly moved: number;
  readonly copied: number;
}

type Store = Pick<
  AuthorshipStore,
  "spans" | "own" | "version" | "loads" | "onSpans" | "suggestion" | "refreshSoon"
>;

const AFTER_MS = 400;

export class OverviewFeed {
  readonly #content: ContentIndex;
  readonly #store: Store;
  readonly #tallies: Tallies;
  readonly #soon: Alarm;
  readonly #whenIdle: (slice: Slice) => Disposer;
  readonly #overview = new Cell<Overview | null>(null);
  #counting: Disposer | null = null;
  #listeners = 0;
  #stop: Disposer = () => {};
  /** How many code units of each suggestion there were when the server last told of changes. */
  #told = new Map<string, number>();
  #loads = -1;

  constructor(
    content: ContentIndex,
    store: Store,
    clock: Clock = systemClock,
    idle: (slice: Slice) => Disposer = whenIdle,
  ) {
    this.#content = content;
    this.#store = store;
    this.#tallies = new Tallies(content, store);
    this.#soon = new Alarm(clock);
    this.#whenIdle = idle;
  }

  /** Null until it is counted; counts only while somebody listens. */
  readonly overview: Readable<Overview | null> = {
    getSnapshot: () => this.#overview.getSnapshot(),
    subscribe: (listener) => {
      const unsubscribe = this.#overview.subscribe(listener);
      if (this.#listeners === 0) this.#start();
      this.#listeners += 1;
      return () => {
        unsubscribe();
        this.#listeners -= 1;
        if (this.#listeners === 0) this.#stop();
      };
    },
  };

  #start(): void {
    const soon = () => this.#countSoon();
    this.#tallies.forget(null);
    const disposers = [
      this.#store.onSpans((spans) => this.#tallies.forget(spans)),
      this.#store.version.subscribe(soon),
      this.#content.version.subscribe(soon),
    ];
    this.#stop = () => {
      for (const dispose of disposers) dispose();
      this.#soon.clear();
      this.#counting?.();
      this.#counting = null;
    };
    this.#count();
  }

  #countSoon(): void {
    if (!this.#soon.isSet && this.#counting === null) {
      this.#soon.set(AFTER_MS, () => this.#count());
    }
  }

  #count(): void {
    this.#counting = this.#whenIdle((hasTime) => {
      const tally = this.#tallies.sum(hasTime);
      if (tally === null) return false;
      this.#counting = null;
      this.#overview.set(this.#overviewOf(tally));
      return true;
    });
  }

  #overviewOf(tally: Tally): Overview {
    const units = unitsBySuggestion(tally);
    const loads = this.#store.loads.getSnapshot();
    if (loads !== this.#loads) {
      this.#loads = loads;
      this.#told = units;
    } else if (isOther(units, this.#told)) {
      this.#store.refreshSoon();
    }
    const { moved, copied } = tally;
    return { shares: sharesOf(tally), changed: this.#changed(units), moved, copied };
  }

  #changed(units: ReadonlyMap<string, number>): number | null {
    const all: Changed[] = [];
    for (const [id, now] of units) {
      const source = this.#store.suggestion(id);
      if (source === null || source.changed.placed === 0) continue;
      all.push(changedNow(source.changed, this.#told.get(id) ?? now, now));
    }
    if (all.length === 0) return null;
    return changedShare({
      placed: all.reduce((n, { placed }) => n + placed, 0),
      kept: all.reduce((n, { kept }) => n + kept, 0),
      by: all.flatMap(({ by }) => by),
    });
  }
}

function isOther(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return one.size !== other.size || [...one].some(([id, units]) => other.get(id) !== units);
}
