/** The connection that is meant to be there: opens it, and opens it again after a while when it is lost. */
import type { ClientFrame, ServerFrame } from "../wire/frames";
import { reconnectDelay } from "./backoff";
import { Alarm } from "./clock";
import { Connection } from "./connection";
import type { Environment } from "./environment";

export interface LifelineEvents {
  readonly opened: () => void;
  readonly received: (frame: ServerFrame) => void;
  readonly closed: (code: number, reason: string) => void;
}

const PROBE_ON_DOUBT_MS = 5_000;

export class Lifeline {
  readonly #url: string;
  readonly #events: LifelineEvents;
  readonly #env: Environment;
  readonly #reconnect: Alarm;
  #connection: Connection | null = null;
  #attempt = 0;

  constructor(url: string, events: LifelineEvents, environment: Environment) {
    this.#url = url;
    this.#events = events;
    this.#env = environment;
    this.#reconnect = new Alarm(environment.clock);
  }

  /** Connects now unless it is connected or connecting. */
  connect(): void {
    this.#reconnect.clear();
    if (this.#connection !== null) return;
    const { clock, openSocket } = this.#env;
    const { opened, received } = this.#events;
    const closed = (code: number, reason: string) => {
      this.#connection = null;
      this.#events.closed(code, reason);
    };
    this.#connection = new Connection(this.#url, { opened, received, closed }, clock, openSocket);
  }

  send(frame: ClientFrame): void {
    this.#connection?.send(frame);
  }

  /** Ends the connection, and any wait for the next, without `closed` being called. */
  drop(): void {
    this.#reconnect.clear();
    this.#connection?.close();
    this.#connection = null;
  }

  /** Connects after a wait that grows with every loss since `settled`. */
  connectLater(minDelayMs: number): void {
    const delay = reconnectDelay(this.#attempt, this.#env.random(), minDelayMs);
    this.#attempt += 1;
    this.#reconnect.set(delay, () => this.connect());
  }

  /** The connection has proved good: the next loss waits shortly again. */
  settled(): void {
    this.#attempt = 0;
  }

  /** Something suggests that things have changed: connect at once, or find out whether it is alive. */
  doubt(): void {
    if (this.#connection) this.#connection.probe(PROBE_ON_DOUBT_MS);
    else if (this.#reconnect.isSet) this.connect();
  }
}
