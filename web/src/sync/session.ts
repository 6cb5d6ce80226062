/**
 * One replica and everything that belongs to it while it lives: its copy on disk, what is unsent, who
 * else is here, and the digest that catches replicas that differ unnoticed. Connections come and go.
 */
import type { ClientFrame, ServerFrame } from "../wire/frames";
import type { DocumentId } from "../wire/types";
import { Alarm, type Clock } from "./clock";
import { textDigest } from "./content";
import { Outbox } from "./outbox";
import { type Presence, PresenceTracker } from "./presence";
import { Replica } from "./replica";

export interface SessionPort {
  readonly send: (frame: ClientFrame) => void;
  readonly unsentChanged: (changes: number) => void;
  readonly presenceChanged: (others: readonly Presence[]) => void;
  /** The server's whole state is here. */
  readonly synced: () => void;
  /** The server sent something that is no update. */
  readonly unreadable: () => void;
}

const DIGEST_AFTER_MS = 3_000;

export class Session {
  readonly replica: Replica;
  readonly presence: PresenceTracker;
  /** Whether changes made here are sent; a reader's own (Yjs tidies up formats) never are. */
  mayWrite = true;
  readonly #port: SessionPort;
  readonly #outbox: Outbox;
  readonly #quiet: Alarm;
  #attached = false;
  #begun = false;
  #loading: Promise<void> = Promise.resolve();
  /** Messages that came before they could be handled. */
  #held: ServerFrame[] = [];
  #synced = false;
  #hasSentDigest = false;

  constructor(port: SessionPort, clock: Clock) {
    this.#port = port;
    this.#quiet = new Alarm(clock);
    this.#outbox = new Outbox({ send: port.send, changed: port.unsentChanged }, clock);
    this.replica = new Replica((update) => this.#onLocalChange(update));
    this.presence = new PresenceTracker(
      this.replica.doc,
      (update) => port.send({ type: "awareness", update }),
      clock,
    );
    this.presence.others.subscribe(() => port.presenceChanged(this.presence.others.getSnapshot()));
  }

  /** Whether the present connection has said what our text is. */
  get hasSentDigest(): boolean {
    return this.#hasSentDigest;
  }

  get unsent(): number {
    return this.#outbox.unsent;
  }

  /** After `turn`, loads the copy on disk, with `unsent` changes in it that are not confirmed. */
  async attach(
    id: DocumentId,
    generation: string,
    unsent: number,
    turn: Promise<unknown>,
  ): Promise<void> {
    if (unsent > 0) this.#outbox.carry(unsent);
    this.#loading = turn.then(() => this.replica.attachCopy(id, generation));
    await this.#loading;
    this.#attached = true;
    this.#start();
  }

  /** Resolves when the copy on disk, if one is attached, is in the replica. */
  get loaded(): Promise<void> {
    return this.#loading;
  }

  /** A connection is open and the server knows us. */
  begin(): void {
    this.#begun = true;
    this.#start();
  }

  /** Handles the messages about the document itself; others are no concern of this object. */
  receive(frame: ServerFrame): void {
    if (this.#attached && this.#begun) this.#handle(frame);
    else this.#held.push(frame);
  }

  /** Asks the server for everything that is not here. */
  requestState(): void {
    this.#port.send({ type: "step-1", stateVector: this.replica.stateVector() });
  }

  /** The connection is gone. */
  lost(): void {
    this.#held = [];
    this.#begun = false;
    this.#synced = false;
    this.#hasSentDigest = false;
    this.#quiet.clear();
    this.#outbox.close();
    this.presence.goOffline();
  }

  /** Ends it; what is on disk stays there. */
  async close(): Promise<void> {
    this.#end();
    await this.#loading;
    await this.replica.close();
  }

  /** Ends it and empties what is on disk. */
  async discard(): Promise<void> {
    this.#end();
    await this.#loading;
    await this.replica.discard();
  }

  #end(): void {
    this.lost();
    this.presence.destroy();
  }

  /** Once the copy is loaded and the server has greeted us: nothing may be said or merged before. */
  #start(): void {
    if (!this.#attached || !this.#begun) return;
    this.requestState();
    this.presence.goOnline();
    for (const frame of this.#held.splice(0)) this.#handle(frame);
  }

  #onLocalChange(update: Uint8Array): void {
    this.#quiet.clear();
    if (this.mayWrite) this.#outbox.add(update);
  }

  #handle(frame: ServerFrame): void {
    switch (frame.type) {
      case "step-1":
        if (this.mayWrite) this.#outbox.answer(this.replica.differenceTo(frame.stateVector));
        return;
      case "step-2":
        this.#apply(frame.update);
        this.#afterStep2();
        return;
      case "update":
        this.#apply(frame.update);
        if (this.replica.hasGap && this.#synced) this.requestState();
        return;
      case "ack":
        this.#outbox.acknowledge(frame.messages);
        this.#digestWhenQuiet();
        return;
      case "awareness":
        this.presence.receive(frame.update);
        return;
      case "query-awareness":
        this.presence.announce();
        return;
      default:
        return;
    }
  }

  #apply(update: Uint8Array): void {
    try {
      this.replica.receive(update);
    } catch {
      this.#port.unreadable();
      return;
    }
    this.#digestWhenQuiet();
  }

  #afterStep2(): void {
    this.#synced = true;
    this.#port.synced();
    this.#digestWhenQuiet();
  }

  #digestWhenQuiet(): void {
    if (!this.#synced || this.unsent > 0) return;
    this.#quiet.set(DIGEST_AFTER_MS, () => {
      const { content } = this.replica;
      const stateVector = this.replica.stateVector();
      this.#hasSentDigest = true;
      this.#port.send({ type: "digest", stateVector, sha256: textDigest(content) });
    });
  }
}
