/** A sync client of its own device, as a test drives it. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { vi } from "vitest";
import { WebSocket as NodeWebSocket } from "ws";
import { SyncClient, type SyncEvent, type SyncSnapshot } from "../../src/sync/client";
import { type Clock, systemClock } from "../../src/sync/clock";
import type { Environment } from "../../src/sync/environment";
import type { KeyValue } from "../../src/sync/local-record";
import type { Disposer } from "../../src/sync/readable";

type Headers = Readonly<Record<string, string>>;

export interface Address {
  readonly url: string;
}

/** What stays when a page is closed. */
export class Device {
  readonly storage: KeyValue;
  readonly values = new Map<string, string>();
  readonly pages: Page[] = [];

  constructor() {
    this.storage = {
      getItem: (key) => this.values.get(key) ?? null,
      setItem: (key, value) => void this.values.set(key, value),
      removeItem: (key) => void this.values.delete(key),
    };
    // y-indexeddb finds its database in the global; every device has an empty one of its own.
    globalThis.indexedDB = new IDBFactory();
  }

  /** Opens the document of a server, with the headers that a browser would send by itself. */
  open(server: Address, clock: Clock = systemClock, headers: Headers = {}): Page {
    const page = new Page(this, server, clock, headers);
    this.pages.push(page);
    return page;
  }
}

export class Page {
  readonly client: SyncClient;
  readonly events: SyncEvent[] = [];
  readonly #end: Disposer;
  #returned: () => void = () => undefined;
  #mustAsk: () => boolean = () => false;

  constructor(device: Device, server: Address, clock: Clock, headers: Headers) {
    let drafts = 0;
    const environment: Environment = {
      clock,
      random: () => 0,
      openSocket: (url) => openSocket(url, headers),
      socketUrl: () => server.url,
      storage: device.storage,
      indexedDb: globalThis.indexedDB,
      newId: () => `draft-${++drafts}`,
      page: {
        onReturn: (listener) => {
          this.#returned = listener;
          return () => undefined;
        },
        onOffline: () => () => undefined,
        onLeave: (mustAsk) => {
          this.#mustAsk = mustAsk;
          return () => undefined;
        },
      },
    };
    this.client = new SyncClient("doc", environment);
    this.client.onEvent((event) => this.events.push(event));
    this.#end = this.client.start();
  }

  get seen(): SyncSnapshot {
    return this.client.getSnapshot();
  }

  get text(): string {
    return this.seen.doc.getText("content").toString();
  }

  /** Whether leaving the page now would ask first. */
  get asksBeforeLeaving(): boolean {
    return this.#mustAsk();
  }

  /** Types at the start of the text. */
  type(text: string): void {
    this.seen.doc.getText("content").insert(0, text);
  }

  /** The network is back, or the page is looked at again. */
  comeBack(): void {
    this.#returned();
  }

  close(): void {
    this.#end();
  }

  async until(condition: (seen: SyncSnapshot) => boolean): Promise<void> {
    await until(
      () => condition(this.seen),
      () => JSON.stringify(this.seen.status),
    );
  }

  async untilStatus(kind: SyncSnapshot["status"]["kind"]): Promise<void> {
    await this.until(({ status }) => status.kind === kind);
  }

  /** Until everything is saved, including what the server may still have to say. */
  async untilSaved(): Promise<void> {
    await this.untilStatus("saved");
  }
}

function openSocket(url: string, headers: Headers): WebSocket {
  const socket = new NodeWebSocket(url, { headers });
  socket.on("error", () => undefined); // a browser's socket tells of it by closing
  return socket as unknown as WebSocket;
}

/** Waits for a condition; fails naming `state` when it does not come true. */
export async function until(
  condition: () => boolean,
  state: () => string = () => "",
): Promise<void> {
  await vi.waitFor(
    () => {
      if (!condition()) throw new Error(`still waiting ${state()}`);
    },
    { timeout: 5_000, interval: 5 },
  );
}
