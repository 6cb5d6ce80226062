import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { placesOf } from "./places";

function written(): { text: Y.Text; client: number; other: number } {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const text = doc.getText("content");
  text.insert(0, "One two three.\n");
  const second = new Y.Doc();
  second.clientID = 8;
  Y.applyUpdate(second, Y.encodeStateAsUpdate(doc));
  second.getText("content").insert(4, "and ");
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(second));
  return { text, client: 7, other: 8 };
}

describe("the places of passages", () => {
  it("are found by their ids, as one where they touch", () => {
    const { text, client, other } = written();
    const passages = [
      { key: "a", ids: [[client, 4, 3] as const] },
      { key: "b", ids: [[client, 0, 4] as const, [other, 0, 4] as const] },
      { key: "c", ids: [[99, 0, 4] as const] },
    ];
    const places = placesOf(text, passages);
    expect(places.get("a")).toEqual([{ from: 8, to: 11 }]);
    expect(places.get("b")).toEqual([{ from: 0, to: 8 }]);
    expect(places.get("c")).toBeUndefined();
  });

  it("leave out what was deleted", () => {
    const { text, client } = written();
    text.delete(9, 1);
    const places = placesOf(text, [{ key: "a", ids: [[client, 4, 3]] }]);
    expect(places.get("a")).toEqual([{ from: 8, to: 10 }]);
    text.delete(8, 2);
    expect(placesOf(text, [{ key: "a", ids: [[client, 4, 3]] }]).size).toBe(0);
  });
});
