/**
 * Which local changes the server has confirmed, and when the next ones are sent.
 *
 * Per connection the server counts our sync messages and says how many are durable; the outbox
 * remembers how many changes each message carried. Nothing is sent before the server has told its
 * state (`answer`), because an update that skips one would be refused. After a loss everything
 * unconfirmed counts as unsent again, and the next answer, which is the whole difference, carries it.
 */
import * as Y from "yjs";
import { Alarm, type Clock } from "./clock";
import { splitUpdate } from "./split-update";

export type SyncMessage = {
  readonly type: "step-2" | "update";
  readonly update: Uint8Array;
};

const MERGE_INTERVAL_MS = 30;
const MAX_MERGED_BYTES = 192 * 1024;
/**
 * The server bounds live updates (256 KiB, 5,000 structs) more tightly than those of a first sync;
 * anything that could come near is sent as the latter.
 */
const MAX_LIVE_BYTES = 16 * 1024;
/** Below the server's limit for one message (1 MiB). */
const MAX_MESSAGE_BYTES = 512 * 1024;

export interface OutboxPort {
  readonly send: (message: SyncMessage) => void;
  /** Called when the number of unsent changes is another one. */
  readonly changed: (unsent: number) => void;
}

export class Outbox {
  readonly #port: OutboxPort;
  readonly #clock: Clock;
  readonly #alarm: Alarm;
  #open = false;
  /** Changes that no message of this connection carries. */
  #carried: number;
  #queue: Uint8Array[] = [];
  /** Changes per message sent and not confirmed, oldest first. */
  #outstanding: number[] = [];
  #confirmedMessages = 0;
  #lastSentAt = Number.NEGATIVE_INFINITY;

  constructor(port: OutboxPort, clock: Clock, carried = 0) {
    this.#port = port;
    this.#clock = clock;
    this.#alarm = new Alarm(clock);
    this.#carried = carried;
  }

  /** Local changes that are not confirmed. */
  get unsent(): number {
    return this.#carried + this.#queue.length + this.#outstanding.reduce((a, b) => a + b, 0);
  }

  /** Counts `changes` that an earlier page left on this device. */
  carry(changes: number): void {
    this.#carried += changes;
    this.#report();
  }

  /** Takes one local change; it is sent at once while the server keeps up, else merged with others. */
  add(update: Uint8Array): void {
    if (this.#open) this.#queue.push(update);
    else this.#carried += 1;
    this.#report();
    if (this.#open) this.#schedule();
  }

  /**
   * Answers the server's state with `difference`, which holds every local change made so far. What
   * was sent before counts as confirmed only with it: the server asks when something was missing.
   */
  answer(difference: Uint8Array): void {
    const changes = this.unsent;
    this.#carried = 0;
    this.#queue = [];
    this.#outstanding = this.#outstanding.map(() => 0);
    this.#alarm.clear();
    this.#open = true;
    this.#send("step-2", difference, changes);
  }

  /** The server has the first `messages` sync messages of this connection on disk. */
  acknowledge(messages: number): void {
    const news = messages - this.#confirmedMessages;
    if (news <= 0 || news > this.#outstanding.length) return;
    this.#confirmedMessages = messages;
    this.#outstanding.splice(0, news);
    this.#report();
    if (this.#queue.length > 0) this.#schedule();
  }

  /** The connection is gone. */
  close(): void {
    this.#carried = this.unsent;
    this.#queue = [];
    this.#outstanding = [];
    this.#confirmedMessages = 0;
    this.#open = false;
    this.#alarm.clear();
  }

  #schedule(): void {
    const wait = this.#lastSentAt + MERGE_INTERVAL_MS - this.#clock.now();
    if (this.#outstanding.length <= 1 || wait <= 0) {
      this.#flush();
    } else if (!this.#alarm.isSet) {
      this.#alarm.set(wait, () => this.#flush());
    }
  }

  #flush(): void {
    this.#alarm.clear();
    while (this.#queue.length > 0) {
      const part = this.#queue.splice(0, countWithin(this.#queue, MAX_MERGED_BYTES));
      const [only] = part;
      const update = part.length === 1 && only ? only : Y.mergeUpdates(part);
      const isLarge = update.byteLength > MAX_LIVE_BYTES;
      this.#send(isLarge ? "step-2" : "update", update, part.length);
    }
  }

  #send(type: SyncMessage["type"], update: Uint8Array, changes: number): void {
    const pieces = splitUpdate(update, MAX_MESSAGE_BYTES);
    this.#lastSentAt = this.#clock.now();
    for (const [at, piece] of pieces.entries()) {
      this.#outstanding.push(at === pieces.length - 1 ? changes : 0);
      this.#port.send({ type, update: piece });
    }
  }

  #report(): void {
    this.#port.changed(this.unsent);
  }
}

/** How many of `updates`, at least one, stay together within `maxBytes`. */
function countWithin(updates: readonly Uint8Array[], maxBytes: number): number {
  let bytes = 0;
  const end = updates.findIndex((update) => {
    bytes += update.byteLength;
    return bytes > maxBytes;
  });
  return end < 0 ? updates.length : Math.max(1, end);
}
