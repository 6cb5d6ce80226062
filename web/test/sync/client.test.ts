// @vitest-environment node
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Device, type Page, until } from "./harness";
import { LoopbackServer, type ServerConnection } from "./loopback-server";
import { VirtualClock } from "./virtual-clock";

let server: LoopbackServer;
let device: Device;

beforeEach(async () => {
  server = new LoopbackServer();
  await server.start();
  device = new Device();
});

afterEach(async () => {
  for (const page of device.pages) page.close();
  await server.stop();
});

function drafts(page: Page) {
  return page.events.filter((event) => event.type === "draft").map(({ draft }) => draft);
}

/** Whether a connection that is open has sent a message of this type. */
function received(type: string): boolean {
  return [...server.connections].some(hasSent(type));
}

const hasSent = (type: string) => (connection: ServerConnection) =>
  connection.received.some((frame) => frame.type === type);

describe("opening", () => {
  it("shows the server's text, and what the server says about us", async () => {
    server.begin("g_1", "Hello\n");
    const page = device.open(server);
    expect(page.seen).toMatchObject({ loaded: false, status: { kind: "connecting" } });
    await page.untilSaved();
    expect(page.text).toBe("Hello\n");
    expect(page.seen).toMatchObject({
      loaded: true,
      title: "A title",
      role: "writer",
      generation: "g_1",
      person: { name: "Ada" },
    });
  });

  it("says hello first and nothing else before the answer", async () => {
    server.isDeaf = true;
    const page = device.open(server);
    await until(() => server.hellos.length === 1);
    const [connection] = server.connections;
    expect(connection?.received.map(({ type }) => type)).toEqual(["hello"]);
    expect(server.hellos[0]).toEqual({ version: 1, generation: null, want: ["ack", "authorship"] });
    expect(page.seen.loaded).toBe(false);
  });

  it("answers nothing before the welcome even when the copy here is loaded", async () => {
    const first = device.open(server);
    await first.untilSaved();
    first.close();
    server.isDeaf = true;
    const second = device.open(server);
    await second.until(({ loaded }) => loaded);
    await until(() => server.hellos.length === 2);
    const last = [...server.connections].at(-1);
    last?.socket.send(Buffer.from([0, 0, 1, 0])); // the server's step 1, before its welcome
    second.type("x");
    await second.untilStatus("offline");
    expect(last?.received.map(({ type }) => type)).toEqual(["hello"]);
  });

  it("never calls a document loaded that did not come", async () => {
    const clock = new VirtualClock();
    await server.stop();
    const page = device.open(server, clock);
    await page.untilStatus("offline");
    expect(page.seen.loaded).toBe(false);
    await server.start();
    clock.advance(1_000);
    await page.untilSaved();
    expect(page.seen.loaded).toBe(true);
  });
});

describe("saving", () => {
  it("is saved only when the server has acknowledged", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.holdAcks = true;
    page.type("a");
    expect(page.seen.status).toEqual({ kind: "saving", changes: 1 });
    expect(page.asksBeforeLeaving).toBe(true);
    await until(() => server.text === "a\n");
    expect(page.seen.status).toEqual({ kind: "saving", changes: 1 });
    server.releaseAcks();
    await page.untilSaved();
    expect(page.asksBeforeLeaving).toBe(false);
  });

  it("saves the last words of somebody who leaves the page at once", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.holdAcks = true;
    for (const word of ["one ", "two ", "three "]) page.type(word);
    page.close();
    await until(() => server.text === "three two one \n");
    expect(page.asksBeforeLeaving).toBe(true);
    server.releaseAcks();
    await until(() => server.connections.size === 0);
    expect(page.asksBeforeLeaving).toBe(false);
    const later = device.open(server);
    await later.untilSaved();
    expect(later.text).toBe("three two one \n");
  });

  it("merges what is typed while the server is busy", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.holdAcks = true;
    for (let i = 0; i < 50; i++) page.type("x");
    await until(() => server.text === `${"x".repeat(50)}\n`);
    const [connection] = server.connections;
    const updates = connection?.received.filter(({ type }) => type === "update") ?? [];
    expect(updates.length).toBeLessThan(10);
    expect(page.seen.status).toEqual({ kind: "saving", changes: 50 });
    server.releaseAcks();
    await page.untilSaved();
  });

  it("does not send back what the server sent", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.edit((text) => text.insert(0, "Hi "));
    await page.until(() => page.text === "Hi \n");
    const [connection] = server.connections;
    expect(connection?.received.some(({ type }) => type === "update")).toBe(false);
  });

  it("sends the digest of the text when all is quiet", async () => {
    const clock = new VirtualClock();
    server.begin("g_1", "Grüße 🙂\n");
    const page = device.open(server, clock);
    await page.untilSaved();
    page.type("x");
    await page.untilSaved();
    clock.advance(2_900);
    expect(server.digests).toEqual([]);
    clock.advance(200);
    await until(() => server.digests.length === 1);
    expect(server.digests[0]).toBe(createHash("sha256").update("xGrüße 🙂\n").digest("hex"));
  });
});

describe("losing the connection", () => {
  it("counts what is typed offline and sends it on return, once", async () => {
    const clock = new VirtualClock();
    const page = device.open(server, clock);
    await page.untilSaved();
    await server.stop();
    await page.untilStatus("offline");
    page.type("b");
    page.type("a");
    expect(page.seen.status).toEqual({ kind: "offline", changes: 2, kept: true });
    await server.start();
    clock.advance(1_000);
    await page.untilSaved();
    expect(server.text).toBe("ab\n");
  });

  it("sends again what was sent and not acknowledged", async () => {
    const clock = new VirtualClock();
    const page = device.open(server, clock);
    await page.untilSaved();
    server.isForgetful = true;
    page.type("a");
    await until(() => received("update"));
    server.isForgetful = false;
    expect(server.text).toBe("\n");
    server.close(1001);
    await page.untilStatus("offline");
    expect(page.seen.status).toMatchObject({ changes: 1 });
    clock.advance(1_000);
    await page.untilSaved();
    expect(server.text).toBe("a\n");
  });

  it("keeps offline changes over a reload, and says how many", async () => {
    const first = device.open(server);
    await first.untilSaved();
    await server.stop();
    await first.untilStatus("offline");
    first.type("two ");
    first.type("words ");
    const { clientID } = first.seen.doc;
    first.close();

    const second = device.open(server, new VirtualClock());
    await second.until(({ loaded }) => loaded);
    expect(second.text).toBe("words two \n");
    await second.untilStatus("offline");
    expect(second.seen.status).toEqual({ kind: "offline", changes: 2, kept: true });
    expect(second.seen).toMatchObject({ title: "A title", role: "writer" });
    expect(second.seen.doc.clientID).not.toBe(clientID);
    await server.start();
    second.client.retry();
    await second.untilSaved();
    expect(server.text).toBe("words two \n");
    expect(device.values.get("byline:document:doc")).toContain('"unsent":{}');
  });

  it("connects again after growing waits with jitter, and at once when somebody comes back", async () => {
    const clock = new VirtualClock();
    const page = device.open(server, clock);
    await page.untilSaved();
    await server.stop();
    await page.untilStatus("offline");
    await until(() => clock.waits.includes(500));
    await server.start();
    page.comeBack();
    await page.untilSaved();
    expect(server.hellos).toHaveLength(2);
    expect(server.hellos[1]?.generation).toBe("g_1");
  });

  it("notices a dead socket and connects again", async () => {
    const clock = new VirtualClock();
    const page = device.open(server, clock);
    await page.untilSaved();
    server.isDeaf = true;
    const [dead] = server.connections;
    clock.advance(20_000);
    await until(() => dead?.received.some(({ type }) => type === "query-awareness") ?? false);
    page.type("a");
    clock.advance(25_000);
    expect(page.seen.status).toMatchObject({ kind: "offline", changes: 1 });
    server.isDeaf = false;
    clock.advance(1_000);
    await page.untilSaved();
    expect(server.text).toBe("a\n");
  });

  it("asks for what is missing when an update builds on something that did not come", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.isDeaf = true;
    server.edit((text) => text.insert(0, "one "));
    server.isDeaf = false;
    const before = Y.encodeStateVector(server.doc);
    server.edit((text) => text.insert(4, "two "));
    expect(Y.encodeStateVector(server.doc)).not.toEqual(before);
    await page.until(() => page.text === "one two \n");
  });
});

describe("text that may not be merged", () => {
  it("is kept as a draft when the document began anew, and the page shows the new life", async () => {
    const clock = new VirtualClock();
    const page = device.open(server, clock);
    await page.untilSaved();
    await server.stop();
    await page.untilStatus("offline");
    page.type("Mine ");
    const { doc } = page.seen;
    server.begin("g_2", "Another life\n");
    await server.start();
    clock.advance(1_000);
    await page.until(({ generation, status }) => generation === "g_2" && status.kind === "saved");
    expect(page.seen.doc).not.toBe(doc);
    expect(page.text).toBe("Another life\n");
    expect(server.text).toBe("Another life\n");
    await until(() => drafts(page).length === 1);
    expect(drafts(page)[0]).toMatchObject({
      text: "Mine \n",
      title: "A title",
      reason: "other-generation",
      delta: [{ insert: "Mine \n" }],
    });
    expect(await page.client.drafts()).toHaveLength(1);
    await page.client.removeDraft(drafts(page)[0]?.id ?? "");
    expect(await page.client.drafts()).toHaveLength(0);
  });

  // The codes whose meaning is that this text must not come again.
  it.each([4400, 4403, 4413, 4422, 4423])("is kept as a draft after close %i", async (code) => {
    const page = device.open(server);
    await page.untilSaved();
    server.isForgetful = true;
    page.type("Refused ");
    await until(() => received("update"));
    server.isForgetful = false;
    server.close(code);
    await until(() => drafts(page).length === 1);
    expect(drafts(page)[0]?.text).toBe("Refused \n");
    await page.untilSaved();
    expect(page.text).toBe("\n");
    expect(server.text).toBe("\n");
  });

  it("stays where it is when nothing was unsent", async () => {
    const page = device.open(server);
    await page.untilSaved();
    page.type("Saved ");
    await page.untilSaved();
    server.close(4422);
    await until(() => server.hellos.length === 2);
    await page.untilSaved();
    expect(page.text).toBe("Saved \n");
    expect(drafts(page)).toEqual([]);
  });

  it("does not come back after a reload, nor does another page of this device lose its own", async () => {
    const [one, two] = [device.open(server), device.open(server)];
    await one.untilSaved();
    await two.untilSaved();
    server.isForgetful = true;
    one.type("Refused ");
    await until(() => received("update"));
    server.isForgetful = false;
    [...server.connections].find(hasSent("update"))?.socket.close(4422);
    await until(() => drafts(one).length === 1);
    await one.untilSaved();
    await server.stop();
    await two.untilStatus("offline");
    two.type("Kept ");
    one.close();
    two.close();
    await server.start();
    const reloaded = device.open(server);
    await reloaded.untilSaved();
    expect(reloaded.text).toBe("Kept \n");
    expect(server.text).toBe("Kept \n");
  });

  it("is not given to the next person on this device", async () => {
    const first = device.open(server);
    await first.untilSaved();
    await server.stop();
    await first.untilStatus("offline");
    first.type("Ada's ");
    first.close();
    server.person = { id: "p_bo", name: "Bo", initials: "B", colour: 1, kind: "guest" };
    await server.start();
    const second = device.open(server);
    await until(() => drafts(second).length === 1);
    expect(drafts(second)[0]).toMatchObject({ text: "Ada's \n", reason: "other-person" });
    await second.untilSaved();
    expect(server.text).toBe("\n");
  });

  it("ends in a refusal when loading afresh is refused again and again", async () => {
    const clock = new VirtualClock();
    const page = device.open(server, clock);
    await page.untilSaved();
    for (let times = 0; times < 4; times++) {
      await until(() => server.connections.size === 1 && server.hellos.length === times + 1);
      server.close(4400);
      await until(() => server.connections.size === 0 || server.hellos.length > times + 1);
    }
    await page.untilStatus("refused");
    expect(page.seen.loaded).toBe(false);
  });
});

describe("what the server decides", () => {
  it("stops when access ends, and shows nothing any more", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.close(4410);
    await page.untilStatus("refused");
    expect(page.seen).toMatchObject({ loaded: false, status: { slug: "access-revoked" } });
    expect(page.text).toBe("");
  });

  it("keeps the text of somebody who is signed out until they sign in again", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.isForgetful = true;
    page.type("Mine ");
    await until(() => received("update"));
    server.isForgetful = false;
    server.close(4401);
    await page.untilStatus("signed-out");
    expect(page.seen.loaded).toBe(true);
    expect(page.text).toBe("Mine \n");
    page.client.retry();
    await page.untilSaved();
    expect(server.text).toBe("Mine \n");
  });

  it("says that a deleted document is gone", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.notify({ kind: "deleted" });
    await page.untilStatus("gone");
    expect(page.seen.loaded).toBe(false);
  });

  it("follows title, role and members", async () => {
    const page = device.open(server);
    await page.untilSaved();
    server.notify({ kind: "title", title: "Another" });
    await page.until(({ title }) => title === "Another");
    server.notify({ kind: "people" });
    await until(() => page.events.some(({ type }) => type === "people"));
    server.role = "reader";
    server.notify({ kind: "role", role: "reader" });
    await page.until(({ role }) => role === "reader");
  });

  it("never sends updates of a reader", async () => {
    server.role = "reader";
    const page = device.open(server);
    await page.untilSaved();
    page.type("x");
    expect(page.seen.status).toEqual({ kind: "saved" });
    server.edit((text) => text.insert(0, "y"));
    await page.until(() => page.text.includes("y"));
    const [connection] = server.connections;
    const types = connection?.received.map(({ type }) => type) ?? [];
    expect(types).not.toContain("update");
    expect(types).not.toContain("step-2");
  });

  it("passes on authorship", async () => {
    const page = device.open(server);
    await page.untilSaved();
    const span = {
      client: 1,
      clock: 0,
      length: 1,
      author: "p_ada",
      placed_by: "p_ada",
      at: 1,
      origin: "typed" as const,
      written: "typed" as const,
      suggestion: null,
      suggestion_at: null,
      undeclared: false,
      source: null,
    };
    server.publish([span]);
    await until(() => page.events.some(({ type }) => type === "spans"));
    expect(page.events).toContainEqual({ type: "spans", spans: [span] });
  });

  it("reloads its copy when the server finds it different twice", async () => {
    const clock = new VirtualClock();
    const page = device.open(server, clock);
    for (let times = 1; times <= 2; times++) {
      await page.untilSaved();
      await until(() => server.connections.size === 1);
      server.digests.length = 0;
      await until(() => {
        if (clock.waits.some((ms) => ms <= 3_000)) clock.advance(3_000);
        return server.digests.length > 0;
      });
      server.close(4503);
      await until(() => {
        if (page.seen.status.kind === "offline") clock.advance(1_000);
        return server.hellos.length === times + 1;
      });
    }
    await page.untilSaved();
    expect(server.hellos.map(({ generation }) => generation)).toEqual([null, "g_1", null]);
  });
});
