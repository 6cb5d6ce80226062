// @vitest-environment node
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { passageIds } from "../../src/editor/passage-ids";

/** A text by two clients with an embed in it: `One two 🐕` + embed + ` four`, then a line end. */
function written(): Y.Text {
  const doc = new Y.Doc();
  doc.clientID = 7;
  const text = doc.getText("content");
  text.insert(0, "One two 🐕\n");
  const other = new Y.Doc();
  other.clientID = 9;
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  other.getText("content").insertEmbed(10, { divider: true });
  other.getText("content").insert(11, " four");
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  return text;
}

describe("the ids of a passage", () => {
  it("cover the passage and what surrounds it, without embeds", () => {
    const passage = { text: "two 🐕 four", before: "One ", after: "\n" };
    expect(passageIds(written(), passage, { from: 4, to: 16 })).toEqual({
      text: [
        [7, 4, 6],
        [9, 1, 5],
      ],
      before: [[7, 0, 4]],
      after: [[7, 10, 1]],
    });
  });

  it("go no further than the context that is sent", () => {
    const passage = { text: "two", before: "e ", after: " 🐕" };
    const ids = passageIds(written(), passage, { from: 4, to: 7 });
    expect(ids.before).toEqual([[7, 2, 2]]);
    expect(ids.after).toEqual([[7, 7, 3]]);
  });

  it("are none where the text is not what the passage says", () => {
    const passage = { text: "ten", before: "", after: "" };
    expect(passageIds(written(), passage, { from: 4, to: 7 })).toEqual({
      text: [],
      before: [],
      after: [],
    });
  });
});
