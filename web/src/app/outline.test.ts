import { EditorState } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import { docFromText } from "../editor/content";
import { headingsOf } from "./outline";

const state = (...inserts: { insert: string; attributes?: object }[]): EditorState =>
  EditorState.create({ doc: docFromText(inserts as never) });

describe("the outline", () => {
  it("lists headings with their level and place", () => {
    const headings = headingsOf(
      state(
        { insert: "Title" },
        { insert: "\n", attributes: { header: 1 } },
        { insert: "text\nPlan" },
        { insert: "\n", attributes: { header: 2 } },
      ),
    );
    expect(headings).toEqual([
      { level: 1, text: "Title", pos: 0 },
      { level: 2, text: "Plan", pos: 13 },
    ]);
  });

  it("leaves out headings without words", () => {
    expect(
      headingsOf(state({ insert: "  " }, { insert: "\n", attributes: { header: 1 } })),
    ).toEqual([]);
  });
});
