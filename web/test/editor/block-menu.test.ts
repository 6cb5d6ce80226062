import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { blockMenu } from "../../src/editor/block-menu";
import { expectShowsText, Site } from "./sites";

let site: Site;
beforeEach(() => {
  site = new Site(20);
});
afterEach(() => {
  expectShowsText(site);
  site.destroy();
});

const offered = () => blockMenu(site.state)?.blocks.map(({ name }) => name) ?? null;

describe("the / menu", () => {
  it("opens at a line's start and behind a space, not within words or code", () => {
    site.type("/");
    expect(offered()).toHaveLength(10);
    site.type(" and/or");
    expect(offered()).toBeNull();
    site.type(" /");
    expect(offered()).not.toBeNull();
    site.press("Ctrl+a");
    site.press("Backspace");
    site.type("```/");
    expect(offered()).toBeNull();
  });

  it("searches while one types on, and closes when nothing fits", () => {
    site.type("/head");
    expect(offered()).toEqual(["Heading 1", "Heading 2", "Heading 3"]);
    site.type("ing2");
    expect(offered()).toEqual(["Heading 2"]);
    site.type("x");
    expect(offered()).toBeNull();
    expect(site.string).toBe("/heading2x\n");
  });

  it("gives the marked block, without the words searched for", () => {
    site.type("words /list");
    site.press("ArrowDown");
    site.press("Enter");
    expect(site.text.toDelta()).toEqual([
      { insert: "words " },
      { insert: "\n", attributes: { list: "ordered" } },
    ]);
    expect(offered()).toBeNull();
  });

  it("marks in a circle and tells which one", () => {
    site.type("/");
    site.press("ArrowUp");
    expect(blockMenu(site.state)?.marked).toBe(9);
    expect(site.view.dom.getAttribute("aria-activedescendant")).toBe("byline-blocks-9");
    site.press("ArrowDown");
    expect(blockMenu(site.state)?.marked).toBe(0);
  });

  it("Escape closes it and leaves what was typed", () => {
    site.type("/");
    site.press("Escape");
    expect(offered()).toBeNull();
    expect(site.string).toBe("/\n");
    site.press("Enter");
    expect(site.string).toBe("/\n\n");
  });

  it("goes along with what others write above, and closes when its line goes", () => {
    site.type("/");
    site.text.insert(0, "above\n");
    expect(offered()).not.toBeNull();
    site.text.delete(6, 1);
    expect(offered()).toBeNull();
  });
});
