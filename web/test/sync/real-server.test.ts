// @vitest-environment node
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createApi } from "../../src/wire/api";
import type { Person } from "../../src/wire/types";
import { Device, type Page, until } from "./harness";
import { VirtualClock } from "./virtual-clock";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const PYTHON = path.join(ROOT, ".venv/bin/python");

let directory = "";
let server: { process: ChildProcess; port: number };
const pages: Page[] = [];

async function start(port: number): Promise<{ process: ChildProcess; port: number }> {
  const options = ["-m", "server", "serve", "--open", "--port", `${port}`, "--data", directory];
  const child = spawn(PYTHON, options, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const said = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (piece: Buffer) => {
      text += piece.toString();
      if (text.includes("http://")) resolve(text);
    });
    child.on("exit", () => reject(new Error("The server ended.")));
  });
  return { process: child, port: Number(/http:\/\/[^:]+:(\d+)/.exec(said)?.[1]) };
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  const ended = new Promise((resolve) => server.process.once("exit", resolve));
  server.process.kill(signal);
  await ended;
}

interface Visitor {
  readonly person: Person;
  readonly api: ReturnType<typeof createApi>;
  readonly open: (document: string, clock?: VirtualClock) => Page;
}

/** Somebody with a name and a device of their own. */
async function visitor(name: string): Promise<Visitor> {
  const base = `http://127.0.0.1:${server.port}`;
  let cookie = "";
  const api = createApi(async (input, init) => {
    const headers = { ...(init?.headers as Record<string, string>), cookie, origin: base };
    const response = await fetch(base + String(input), { ...init, headers });
    cookie ||= response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    return response;
  });
  const person = await api.enterAsGuest(name);
  const device = new Device();
  const open = (document: string, clock?: VirtualClock) => {
    const url = `ws://127.0.0.1:${server.port}/sync/${document}`;
    const page = device.open({ url }, clock, { cookie, origin: base });
    pages.push(page);
    return page;
  };
  return { person, api, open };
}

describe.skipIf(!existsSync(PYTHON))("with the real server", () => {
  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "byline-"));
    server = await start(0);
  }, 30_000);

  afterEach(() => {
    for (const page of pages.splice(0)) page.close();
  });

  afterAll(async () => {
    await stop("SIGTERM");
    await rm(directory, { recursive: true });
  });

  it("two people write, see each other, and the server knows who wrote what", async () => {
    const [ada, bo] = [await visitor("Ada"), await visitor("Bo")];
    const [one, two] = [ada.open("together"), bo.open("together")];
    await one.untilSaved();
    await two.untilSaved();
    expect(one.seen).toMatchObject({ person: { name: "Ada" }, loaded: true });
    one.type("Hello ");
    await two.until(() => two.text.includes("Hello "));
    two.type("Oh, ");
    await one.until(() => one.text.startsWith("Oh, Hello "));
    await one.untilSaved();
    await two.untilSaved();

    const cursor = { anchor: { type: null, assoc: 0 }, head: { type: null, assoc: 0 } };
    two.client.setCursor(cursor);
    await one.until(({ presence }) => presence.some((who) => who.cursor !== null));
    expect(one.seen.presence).toMatchObject([{ person: { id: bo.person.id, name: "Bo" }, cursor }]);

    await until(() => one.events.some(({ type }) => type === "spans"));
    const authorship = await ada.api.authorship("together");
    expect(authorship.generation).toBe(one.seen.generation);
    const written = authorship.spans.filter(({ origin }) => origin === "typed");
    expect(written.map(({ author, length }) => [author, length])).toEqual([
      [bo.person.id, 4],
      [ada.person.id, 6],
    ]);
    expect(authorship.people[bo.person.id]?.name).toBe("Bo");
    two.close();
    await one.until(({ presence }) => presence.length === 0);
  });

  it("goes on by itself after the server was killed, and nothing is lost or doubled", async () => {
    const clock = new VirtualClock();
    const ada = await visitor("Ada");
    const page = ada.open("killed", clock);
    await page.untilSaved();
    const before = page.text;
    page.type("one ");
    await page.untilSaved();
    await stop("SIGKILL");
    await page.untilStatus("offline");
    page.type("two ");
    expect(page.seen.status).toMatchObject({ kind: "offline", changes: 1 });
    server = await start(server.port);
    await until(() => {
      if (clock.waits.some((ms) => ms <= 500)) clock.advance(500); // the wait to connect again
      return page.seen.status.kind === "saved";
    });
    expect(page.text).toBe(`two one ${before}`);
    expect(await ada.api.text("killed", "text")).toBe(page.text);
  }, 30_000);

  it("takes a change larger than a message, and many small ones at once", async () => {
    const ada = await visitor("Ada");
    const page = ada.open("large");
    await page.untilSaved();
    const before = page.text.length;
    page.type("x".repeat(1_500_000)); // more than the server takes in one message
    await page.untilSaved();
    page.close();
    const writer = ada.open("large");
    await writer.untilSaved();
    for (let i = 0; i < 300; i++) writer.type("y");
    await writer.untilSaved();
    const text = await ada.api.text("large", "text");
    expect(text.length).toBe(before + 1_500_300);
    expect(writer.seen.doc.getText("content").length).toBe(text.length);
  }, 30_000);

  it("keeps a draft and says so when the document is deleted with changes on the way", async () => {
    const ada = await visitor("Ada");
    const { id } = await ada.api.createDocument("Short life");
    const page = ada.open(id);
    await page.untilSaved();
    expect(page.seen.title).toBe("Short life");
    await ada.api.renameDocument(id, "Renamed");
    await page.until(({ title }) => title === "Renamed");
    await ada.api.deleteDocument(id);
    await page.untilStatus("gone");
    expect(page.seen.loaded).toBe(false);
  });
});
