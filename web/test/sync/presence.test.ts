// @vitest-environment node
import { afterEach, describe, expect, it } from "vitest";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { PresenceTracker } from "../../src/sync/presence";
import { ADA } from "./loopback-server";
import { VirtualClock } from "./virtual-clock";

const disposers: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposers.splice(0)) dispose();
});

function setUp() {
  const clock = new VirtualClock();
  const doc = new Y.Doc();
  const sent: Uint8Array[] = [];
  const presence = new PresenceTracker(doc, (update) => sent.push(update), clock);
  disposers.push(() => presence.destroy());
  return { clock, doc, sent, presence };
}

function someoneElse(state: object | null) {
  const awareness = new Awareness(new Y.Doc());
  disposers.push(() => awareness.destroy());
  awareness.setLocalState(state);
  return {
    id: awareness.clientID,
    update: () => encodeAwarenessUpdate(awareness, [awareness.clientID]),
    awareness,
  };
}

/** What somebody sees of us who received the updates. */
function seenBy(updates: readonly Uint8Array[], clientId: number): unknown {
  const awareness = new Awareness(new Y.Doc());
  disposers.push(() => awareness.destroy());
  for (const update of updates) applyAwarenessUpdate(awareness, update, null);
  return awareness.getStates().get(clientId);
}

const AT = { anchor: { type: null }, head: { type: null } };

describe("presence", () => {
  it("says where we are, at most ten times a second, and the last word wins", () => {
    const { presence, sent, clock, doc } = setUp();
    presence.setCursor(AT);
    expect(sent).toHaveLength(0);
    presence.goOnline();
    const before = sent.length;
    for (let i = 0; i < 20; i++) presence.setCursor({ anchor: i, head: i });
    expect(sent.length - before).toBeLessThanOrEqual(1);
    clock.advance(100);
    expect(sent.length - before).toBeLessThanOrEqual(2);
    expect(seenBy(sent, doc.clientID)).toEqual({ cursor: { anchor: 19, head: 19 } });
  });

  it("shows others as the server names them, without those that it does not name", () => {
    const { presence } = setUp();
    const named = someoneElse({ cursor: AT, user: ADA });
    const nameless = someoneElse({ cursor: AT });
    presence.receive(named.update());
    presence.receive(nameless.update());
    expect(presence.others.getSnapshot()).toEqual([
      { clientId: named.id, person: ADA, cursor: AT },
    ]);
    named.awareness.setLocalState({ cursor: "nonsense", user: ADA });
    presence.receive(named.update());
    expect(presence.others.getSnapshot()[0]?.cursor).toBeNull();
  });

  it("sees nobody while offline and everybody again after, with the same clocks", () => {
    const { presence } = setUp();
    const other = someoneElse({ cursor: null, user: ADA });
    presence.receive(other.update());
    presence.goOffline();
    expect(presence.others.getSnapshot()).toEqual([]);
    presence.receive(other.update());
    expect(presence.others.getSnapshot()).toHaveLength(1);
  });

  it("says that we are still here when somebody reports us gone", () => {
    const { presence, sent, doc } = setUp();
    presence.setCursor(AT);
    presence.goOnline();
    const double = new Awareness(new Y.Doc());
    disposers.push(() => double.destroy());
    for (const update of sent) applyAwarenessUpdate(double, update, null);
    double.states.delete(doc.clientID);
    const gone = encodeAwarenessUpdate(double, [doc.clientID]);
    const before = sent.length;
    presence.receive(gone);
    expect(sent.length).toBe(before + 1);
    expect(seenBy(sent, doc.clientID)).toEqual({ cursor: AT });
  });
});
