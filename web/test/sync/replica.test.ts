// @vitest-environment node
import { expect, it } from "vitest";
import * as Y from "yjs";
import { Replica } from "../../src/sync/replica";

it("sends deleted text that the server lacks, so that claims can be compared with it", () => {
  const replica = new Replica(() => undefined);
  replica.content.insert(0, "cut offline");
  replica.content.delete(0, 4);
  const { structs } = Y.decodeUpdate(replica.differenceTo(Y.encodeStateVector(new Y.Doc())));
  const texts = structs.map((struct) =>
    struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : "",
  );
  expect(texts.join("")).toBe("cut offline");
});

it("keeps nothing of what is no text", () => {
  const replica = new Replica(() => undefined);
  const lineage = replica.doc.getArray("lineage");
  lineage.push([{ to: 1 }]);
  lineage.delete(0, 1);
  const { structs } = Y.decodeUpdate(replica.differenceTo(Y.encodeStateVector(new Y.Doc())));
  expect(structs.map((struct) => (struct as Y.Item).content?.constructor)).toEqual([
    Y.ContentDeleted,
  ]);
});
