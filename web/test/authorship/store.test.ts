// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { AuthorshipStore } from "../../src/authorship/store";
import type { SyncEvent } from "../../src/sync/client";
import { Channel } from "../../src/sync/readable";
import { snapshotOf } from "../../src/sync/snapshot";
import type { Authorship, Person } from "../../src/wire/types";
import { span } from "./spans";

const BO: Person = { id: "p_bo", name: "Bo", initials: "B", colour: 2, kind: "account" };

/** A server whose answers a test gives when it wants to. */
function setUp() {
  const events = new Channel<SyncEvent>();
  const snapshot = snapshotOf(new Y.Doc());
  const waiting: { resolve: (a: Authorship) => void; reject: (e: Error) => void }[] = [];
  const api = {
    authorship: (_id: string, signal?: AbortSignal) =>
      new Promise<Authorship>((resolve, reject) => {
        waiting.push({ resolve, reject });
        signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      }),
  };
  const feed = { onEvent: events.subscribe, getSnapshot: () => snapshot };
  const store = new AuthorshipStore("d", feed, api);
  const answer = async (given: Partial<Authorship>) => {
    const { length } = waiting;
    waiting[length - 1]?.resolve({
      seq: 1,
      generation: "g_1",
      people: {},
      suggestions: {},
      spans: [],
      ...given,
    });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { store, events, answer, waiting };
}

describe("the store of authorship", () => {
  it("asks for nothing until somebody looks", () => {
    const { store, waiting, events } = setUp();
    events.emit({ type: "synced" });
    expect(waiting).toHaveLength(0);
    expect(store.state.getSnapshot()).toBe("idle");
    const stop = store.start();
    expect(store.start()).toBe(stop);
    expect(waiting).toHaveLength(1);
  });

  it("keeps what arrives while it loads, over what it loads", async () => {
    const { store, events, answer } = setUp();
    store.start();
    events.emit({
      type: "spans",
      spans: [span({ client: 1, clock: 5, length: 1, author: "p_bo" })],
    });
    await answer({
      people: { p_bo: BO },
      spans: [span({ client: 1, clock: 0, length: 5 })],
    });
    expect(store.state.getSnapshot()).toBe("ready");
    expect(store.spans.at(1, 5)?.author).toBe("p_bo");
    expect(store.spans.at(1, 4)?.author).toBe("p_ada");
    expect(store.person("p_bo")).toEqual(BO);
    expect(store.person("p_nobody")).toBeNull();
  });

  it("asks once for the names of people and suggestions it has not heard of", async () => {
    const { store, events, answer, waiting } = setUp();
    store.start();
    await answer({});
    const news = [span({ client: 1, clock: 0, length: 1, author: "p_bo", suggestion: "s_1" })];
    events.emit({ type: "spans", spans: news });
    events.emit({ type: "spans", spans: news });
    expect(waiting).toHaveLength(2);
    await answer({});
    events.emit({ type: "spans", spans: news });
    expect(waiting).toHaveLength(2);
  });

  it("asks again after every reconnection, and forgets another life of the document", async () => {
    const { store, events, answer, waiting } = setUp();
    store.start();
    await answer({ spans: [span({ client: 1, clock: 0, length: 5 })] });
    events.emit({ type: "synced" });
    expect(waiting).toHaveLength(2);
    await answer({ generation: "g_2", spans: [] });
    expect(store.spans.at(1, 0)).toBeNull();
  });

  it("says that loading failed, unless it already has something to show", async () => {
    const { store, waiting, answer, events } = setUp();
    store.start();
    waiting[0]?.reject(new Error("down"));
    await Promise.resolve();
    await Promise.resolve();
    expect(store.state.getSnapshot()).toBe("failed");
    void store.load();
    await answer({});
    expect(store.state.getSnapshot()).toBe("ready");
    events.emit({ type: "synced" });
    waiting[2]?.reject(new Error("down"));
    await Promise.resolve();
    await Promise.resolve();
    expect(store.state.getSnapshot()).toBe("ready");
  });

  it("stops with its disposer and can be started again", () => {
    const { store, events, waiting } = setUp();
    store.start()();
    events.emit({ type: "synced" });
    expect(waiting).toHaveLength(1);
    store.start();
    expect(waiting).toHaveLength(2);
  });
});
