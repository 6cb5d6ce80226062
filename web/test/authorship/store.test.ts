// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { AuthorshipStore } from "../../src/authorship/store";
import type { SyncEvent } from "../../src/sync/client";
import { Channel } from "../../src/sync/readable";
import { snapshotOf } from "../../src/sync/snapshot";
import type { Authorship } from "../../src/wire/authorship";
import type { Person, Role } from "../../src/wire/types";
import { VirtualClock } from "../sync/virtual-clock";
import { span, suggestion } from "./spans";

const BO: Person = { id: "p_bo", name: "Bo", initials: "B", colour: 2, kind: "account" };

/** A server whose answers a test gives when it wants to. */
function setUp() {
  const events = new Channel<SyncEvent>();
  const snapshot = { ...snapshotOf(new Y.Doc()), role: null as Role | null };
  const clock = new VirtualClock();
  const waiting: { resolve: (a: Authorship) => void; reject: (e: Error) => void }[] = [];
  const api = {
    authorship: (_id: string, signal?: AbortSignal) =>
      new Promise<Authorship>((resolve, reject) => {
        waiting.push({ resolve, reject });
        signal?.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      }),
  };
  const feed = { onEvent: events.subscribe, getSnapshot: () => snapshot };
  const store = new AuthorshipStore("d", feed, api, clock);
  const answer = async (given: Partial<Authorship>) => {
    const { length } = waiting;
    waiting[length - 1]?.resolve({
      seq: 1,
      generation: "g_1",
      people: {},
      suggestions: {},
      documents: {},
      spans: [],
      ...given,
    });
    await Promise.resolve();
    await Promise.resolve();
  };
  return { store, events, answer, waiting, clock, snapshot };
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

  it("asks for the title of a document that words came from", async () => {
    const { store, events, answer, waiting } = setUp();
    store.start();
    await answer({});
    const source = { client: 1, clock: 0, document: "d_2" };
    const copied = span({ client: 1, clock: 0, length: 1, author: null, origin: "copied", source });
    events.emit({ type: "spans", spans: [copied] });
    expect(waiting).toHaveLength(2);
    await answer({ documents: { d_2: { id: "d_2", title: "The plan" } } });
    expect(store.document("d_2")?.title).toBe("The plan");
    expect(store.document("d_3")).toBeNull();
  });

  it("tells which spans came, and that all may be others after loading", async () => {
    const { store, events, answer } = setUp();
    const told: (number | null)[] = [];
    store.onSpans((spans) => told.push(spans?.length ?? null));
    store.start();
    await answer({ people: { p_ada: { ...BO, id: "p_ada" } } });
    const loads = store.loads.getSnapshot();
    events.emit({ type: "spans", spans: [span({ client: 1, clock: 0, length: 5 })] });
    expect(told).toEqual([null, 1]);
    expect(store.loads.getSnapshot()).toBe(loads);
  });

  it("asks who changed a suggestion's words a little later, once, and not too often", async () => {
    const { store, events, answer, waiting, clock } = setUp();
    store.refreshSoon();
    expect(clock.waits).toEqual([]);
    store.start();
    await answer({ people: { p_ada: { ...BO, id: "p_ada" } }, suggestions: { s_1: suggestion() } });
    const placed = span({ client: 1, clock: 0, length: 5, origin: "adopted", suggestion: "s_1" });
    events.emit({ type: "spans", spans: [placed] });
    store.refreshSoon();
    expect(clock.waits).toEqual([10_000]);
    clock.advance(9_999);
    expect(waiting).toHaveLength(1);
    clock.advance(1);
    expect(waiting).toHaveLength(2);
    store.refreshSoon();
    expect(clock.waits).toEqual([]);
    clock.advance(1_000);
    await answer({ suggestions: { s_1: suggestion() } });
    clock.advance(60_000);
    store.refreshSoon();
    expect(clock.waits).toEqual([3_000]);
  });

  it("is gentle with a server that takes long to answer", async () => {
    const { store, answer, clock } = setUp();
    store.start();
    clock.advance(2_000);
    await answer({});
    store.refreshSoon();
    expect(clock.waits).toEqual([100_000]);
  });

  it("gives everybody a colour of their own, the same wherever they are shown", async () => {
    const { store, answer, snapshot } = setUp();
    const cy: Person = { ...BO, id: "p_cy", name: "Cy" };
    expect(store.asShown(cy).colour).toBe(2);
    store.start();
    await answer({ people: { p_bo: BO, p_cy: cy } });
    expect(store.person("p_bo")).toBe(store.asShown(BO));
    expect(store.person("p_cy")?.colour).toBe(3);
    expect(store.look("p_cy")).toMatchObject({ colour: 3, pattern: 3 });
    expect(store.person("p_cy")?.colour).toBe(3);
    const dee: Person = { ...BO, id: "p_a_dee" };
    Object.assign(snapshot, { person: dee });
    expect(store.person(dee.id)?.colour).toBe(4);
    expect(store.asShown(dee).colour).toBe(4);
  });

  it("knows who may see claims that did not hold", () => {
    const { store, snapshot } = setUp();
    expect(store.mayReadHistory).toBe(false);
    for (const [role, may] of Object.entries({
      coordinator: true,
      writer: true,
      reviewer: true,
      reader: false,
    })) {
      Object.assign(snapshot, { role });
      expect(store.mayReadHistory).toBe(may);
    }
  });
});
