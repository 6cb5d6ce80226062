// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { MAX_DELAY_MS, MIN_DELAY_MS, reconnectDelay } from "../../src/sync/backoff";
import { Outbox, type SyncMessage } from "../../src/sync/outbox";
import { VirtualClock } from "./virtual-clock";

function setUp(carried = 0) {
  const clock = new VirtualClock();
  const sent: SyncMessage[] = [];
  const outbox = new Outbox(
    { send: (message) => sent.push(message), changed: () => undefined },
    clock,
    carried,
  );
  const doc = new Y.Doc();
  doc.on("update", (update: Uint8Array) => outbox.add(update));
  const type = (text = "x") => doc.getText("content").insert(0, text);
  const answer = () => outbox.answer(Y.encodeStateAsUpdate(doc));
  /** What somebody has who received everything sent. */
  const received = () => {
    const other = new Y.Doc();
    for (const { update } of sent) Y.applyUpdate(other, update);
    return other.getText("content").toString();
  };
  return { clock, sent, outbox, type, answer, received };
}

describe("the outbox", () => {
  it("sends nothing before the server has said what it has", () => {
    const { outbox, sent, type, answer } = setUp(3);
    type();
    expect(sent).toEqual([]);
    expect(outbox.unsent).toBe(4);
    answer();
    expect(sent).toMatchObject([{ type: "step-2" }]);
    outbox.acknowledge(1);
    expect(outbox.unsent).toBe(0);
  });

  it("sends at once while at most one message is unconfirmed, then one each 30 ms", () => {
    const { outbox, sent, type, answer, clock, received } = setUp();
    answer();
    outbox.acknowledge(1);
    type();
    type();
    expect(sent).toHaveLength(3);
    for (let i = 0; i < 10; i++) type();
    expect(sent).toHaveLength(3);
    clock.advance(29);
    expect(sent).toHaveLength(3);
    clock.advance(1);
    expect(sent).toHaveLength(4);
    type();
    clock.advance(30);
    expect(sent).toHaveLength(5);
    expect(received()).toBe("x".repeat(13));
    expect(outbox.unsent).toBe(13);
    outbox.acknowledge(4);
    expect(outbox.unsent).toBe(1);
  });

  it("sends what waits as soon as the server has caught up", () => {
    const { outbox, sent, type, answer } = setUp();
    answer();
    type();
    type();
    expect(sent).toHaveLength(2);
    outbox.acknowledge(2);
    expect(sent).toHaveLength(3);
    outbox.acknowledge(3);
    expect(outbox.unsent).toBe(0);
  });

  it("sends large changes as a first sync, in messages that stay small", () => {
    const { outbox, sent, type, answer, clock, received } = setUp();
    answer();
    type();
    for (let i = 0; i < 5; i++) type("y".repeat(60_000));
    clock.advance(30);
    const large = sent.slice(2);
    expect(large.map(({ type: kind }) => kind)).toEqual(["step-2", "step-2"]);
    for (const { update } of large) expect(update.byteLength).toBeLessThanOrEqual(192 * 1024);
    expect(received()).toHaveLength(300_001);
    outbox.acknowledge(sent.length);
    expect(outbox.unsent).toBe(0);
  });

  it("holds everything unconfirmed again when the connection is lost", () => {
    const { outbox, sent, type, answer } = setUp();
    answer();
    type();
    type();
    outbox.acknowledge(2);
    type();
    outbox.close();
    type();
    expect(outbox.unsent).toBe(3);
    outbox.acknowledge(9);
    expect(outbox.unsent).toBe(3);
    answer();
    expect(sent.at(-1)?.type).toBe("step-2");
    outbox.acknowledge(1);
    expect(outbox.unsent).toBe(0);
  });

  it("counts a message that the server had to ask about as unconfirmed until it is answered", () => {
    const { outbox, type, answer } = setUp();
    answer();
    outbox.acknowledge(1);
    type();
    answer(); // the server asked: something was missing
    outbox.acknowledge(2);
    expect(outbox.unsent).toBe(1);
    outbox.acknowledge(3);
    expect(outbox.unsent).toBe(0);
  });

  it("ignores acknowledgements of messages never sent, and repeated ones", () => {
    const { outbox, type, answer } = setUp();
    answer();
    type();
    outbox.acknowledge(7);
    expect(outbox.unsent).toBe(1);
    outbox.acknowledge(2);
    outbox.acknowledge(1);
    expect(outbox.unsent).toBe(0);
  });
});

describe("the wait before connecting again", () => {
  it("is spread over a range that doubles up to half a minute", () => {
    expect(reconnectDelay(0, 0)).toBe(MIN_DELAY_MS);
    expect(reconnectDelay(0, 1)).toBe(1_000);
    expect(reconnectDelay(3, 0)).toBe(MIN_DELAY_MS);
    expect(reconnectDelay(3, 1)).toBe(8_000);
    for (const attempt of [6, 20, 2_000]) expect(reconnectDelay(attempt, 1)).toBe(MAX_DELAY_MS);
    expect(reconnectDelay(0, 0, 5_000)).toBe(5_000);
    expect(reconnectDelay(9, 0.5, 5_000)).toBe(17_500);
  });
});
