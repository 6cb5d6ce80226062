/** One WebSocket to one document, from opening to close: frames in and out, and noticing that it died. */
import { type ClientFrame, readServerFrame, type ServerFrame, writeFrame } from "../wire/frames";
import { Alarm, type Clock } from "./clock";

export interface ConnectionEvents {
  readonly opened: () => void;
  readonly received: (frame: ServerFrame) => void;
  /** Called once, also when the connection never opened. */
  readonly closed: (code: number, reason: string) => void;
}

export type SocketFactory = (url: string) => WebSocket;

const PROBE_AFTER_MS = 20_000;
const ANSWER_WITHIN_MS = 25_000;
const OPEN_WITHIN_MS = 15_000;
const LOST = 1006;

/** Close code of this side for a message that it cannot read. */
const UNREADABLE = 4400;

export class Connection {
  readonly #socket: WebSocket;
  readonly #events: ConnectionEvents;
  readonly #quiet: Alarm;
  #probing = false;
  #closed = false;

  constructor(url: string, events: ConnectionEvents, clock: Clock, openSocket: SocketFactory) {
    this.#events = events;
    this.#quiet = new Alarm(clock);
    this.#socket = openSocket(url);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onopen = () => {
      if (this.#closed) return;
      this.#listen();
      events.opened();
    };
    this.#socket.onmessage = (event: MessageEvent<unknown>) => this.#receive(event.data);
    this.#socket.onclose = (event) => this.#finish(event.code, event.reason);
    this.#quiet.set(OPEN_WITHIN_MS, () => this.#giveUp());
  }

  send(frame: ClientFrame): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(writeFrame(frame));
  }

  /** Asks the other side for a sign of life within `withinMs`. */
  probe(withinMs: number = ANSWER_WITHIN_MS): void {
    if (this.#closed || this.#socket.readyState !== this.#socket.OPEN) return;
    if (!this.#probing) this.send({ type: "query-awareness" });
    this.#probing = true;
    this.#quiet.set(withinMs, () => this.#giveUp());
  }

  /** Ends it without `closed` being called. */
  close(code = 1000): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#quiet.clear();
    this.#socket.close(code);
  }

  #receive(data: unknown): void {
    if (this.#closed) return;
    this.#listen();
    if (!(data instanceof ArrayBuffer)) return;
    let frame: ServerFrame;
    try {
      frame = readServerFrame(new Uint8Array(data));
    } catch {
      this.#socket.close(UNREADABLE);
      this.#finish(LOST, "unreadable message");
      return;
    }
    this.#events.received(frame);
  }

  #listen(): void {
    this.#probing = false;
    this.#quiet.set(PROBE_AFTER_MS, () => this.probe());
  }

  #giveUp(): void {
    this.#socket.close();
    this.#finish(LOST, "no answer");
  }

  #finish(code: number, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#quiet.clear();
    this.#events.closed(code, reason);
  }
}
