import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it } from "vitest";
import { Drafts } from "../../src/sync/drafts";
import { LocalRecords } from "../../src/sync/local-record";
import { forgetEverything, onlyHere } from "../../src/sync/on-device";

const person = { id: "p", name: "Ada", initials: "A", colour: 0, kind: "guest" } as const;
const draft = {
  id: "one",
  documentId: "a",
  title: "A",
  text: "kept",
  delta: [],
  at: 0,
  reason: "differs",
  message: "It differed.",
};

const storage = localStorage;
const records = new LocalRecords(storage);

beforeEach(() => {
  storage.clear();
  globalThis.indexedDB = new IDBFactory();
});

function keep(id: string, unsent: Readonly<Record<string, number>>): void {
  records.write(id, { generation: "g", person, role: "writer", title: id, unsent });
}

const stores = () => ({ storage, indexedDb: globalThis.indexedDB });

it("counts what only this device has, over all documents", async () => {
  keep("a", { 1: 2, 7: 3 });
  keep("b", { 2: 4 });
  keep("c", {});
  storage.setItem("byline.name", JSON.stringify("Ada"));
  await new Drafts(indexedDB).keep(draft);
  expect(await onlyHere(stores())).toEqual({ changes: 9, drafts: 1 });
});

it("counts nothing where everything is saved", async () => {
  keep("a", {});
  expect(await onlyHere(stores())).toEqual({ changes: 0, drafts: 0 });
});

it("leaves no text, title or count behind, and keeps what is about the device", async () => {
  keep("a", { 1: 2 });
  storage.setItem("byline.font", JSON.stringify("sans"));
  await new Drafts(indexedDB).keep(draft);
  await new Promise((resolve) => {
    indexedDB.open("byline:a:g").onsuccess = (event) => {
      (event.target as IDBOpenDBRequest).result.close();
      resolve(undefined);
    };
  });
  await forgetEverything(stores());
  expect(records.read("a")).toBeNull();
  expect(storage.getItem("byline.font")).toBe('"sans"');
  expect(await new Drafts(indexedDB).list()).toEqual([]);
  const names = (await indexedDB.databases()).map(({ name }) => name);
  expect(names).toEqual(["byline-drafts"]);
});
