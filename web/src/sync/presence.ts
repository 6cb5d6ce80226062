/** Who is here and where their carets are. Names come from the server; we only say where our caret is. */
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import type * as Y from "yjs";
import type { Person } from "../wire/types";
import { Alarm, type Clock } from "./clock";
import { Cell, type Readable } from "./readable";

/** Two Yjs relative positions in JSON form. */
export interface Cursor {
  readonly anchor: unknown;
  readonly head: unknown;
}

export interface Presence {
  readonly clientId: number;
  readonly person: Person;
  readonly cursor: Cursor | null;
}

const MIN_INTERVAL_MS = 100;
const REMOTE = Symbol("awareness from the server");

interface AwarenessChange {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** The presence of one replica. `send` is called with awareness updates about ourselves only. */
export class PresenceTracker {
  readonly #awareness: Awareness;
  readonly #send: (update: Uint8Array) => void;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  readonly #others = new Cell<readonly Presence[]>([]);
  #cursor: Cursor | null = null;
  #online = false;
  #lastSentAt = Number.NEGATIVE_INFINITY;

  constructor(doc: Y.Doc, send: (update: Uint8Array) => void, clock: Clock) {
    this.#awareness = new Awareness(doc);
    this.#send = send;
    this.#clock = clock;
    this.#alarm = new Alarm(clock);
    this.#awareness.setLocalState({ cursor: null });
    this.#awareness.on("update", this.#onUpdate);
    this.#awareness.on("change", this.#onChange);
  }

  /** The others, by client id. */
  get others(): Readable<readonly Presence[]> {
    return this.#others;
  }

  setCursor(cursor: Cursor | null): void {
    this.#cursor = cursor;
    if (this.#alarm.isSet) return;
    const wait = this.#lastSentAt + MIN_INTERVAL_MS - this.#clock.now();
    if (wait <= 0) this.#publish();
    else this.#alarm.set(wait, () => this.#publish());
  }

  receive(update: Uint8Array): void {
    applyAwarenessUpdate(this.#awareness, update, REMOTE);
  }

  /** From now on `send` reaches the server: say that we are here. */
  goOnline(): void {
    this.#online = true;
    this.#publish();
  }

  /** Says again where we are, for a server that asked. */
  announce(): void {
    if (this.#online) {
      this.#send(encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]));
    }
  }

  /** Nobody else is seen, and nothing is sent, until we are online again. */
  goOffline(): void {
    this.#online = false;
    const others = [...this.#awareness.getStates().keys()].filter(
      (client) => client !== this.#awareness.clientID,
    );
    removeAwarenessStates(this.#awareness, others, REMOTE);
    // Forgotten clocks let the server's next word about them count, whatever it is.
    for (const client of others) this.#awareness.meta.delete(client);
  }

  destroy(): void {
    this.#online = false;
    this.#alarm.clear();
    this.#awareness.destroy();
  }

  #publish(): void {
    this.#lastSentAt = this.#clock.now();
    this.#awareness.setLocalState({ cursor: this.#cursor });
  }

  readonly #onUpdate = (change: AwarenessChange): void => {
    const own = this.#awareness.clientID;
    if ([change.added, change.updated, change.removed].some((ids) => ids.includes(own))) {
      this.announce();
    }
  };

  readonly #onChange = (): void => {
    const others = [...this.#awareness.getStates()]
      .filter(([clientId]) => clientId !== this.#awareness.clientID)
      .flatMap(([clientId, state]) => readPresence(clientId, state))
      .sort((a, b) => a.clientId - b.clientId);
    this.#others.set(others);
  };
}

function readPresence(clientId: number, state: Record<string, unknown>): Presence[] {
  const { user, cursor } = state;
  if (!isPerson(user)) return [];
  return [{ clientId, person: user, cursor: isCursor(cursor) ? cursor : null }];
}

function isPerson(value: unknown): value is Person {
  return (
    typeof value === "object" &&
    value !== null &&
    "id" in value &&
    typeof value.id === "string" &&
    "name" in value &&
    typeof value.name === "string" &&
    "colour" in value &&
    typeof value.colour === "number"
  );
}

function isCursor(value: unknown): value is Cursor {
  return typeof value === "object" && value !== null && "anchor" in value && "head" in value;
}
