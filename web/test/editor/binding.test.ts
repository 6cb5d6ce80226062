import { afterEach, describe, expect, it } from "vitest";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

const sites: Site[] = [];
function site(client: number, start = newDocument(), stock = false): Site {
  const made = new Site(client, { start, stock });
  sites.push(made);
  return made;
}

afterEach(() => {
  for (const made of sites.splice(0)) made.destroy();
});

describe("typing", () => {
  it("inserts what is typed where it is typed, into the text and into the other editor", () => {
    const [a, b] = [site(10), site(11)];
    a.type("aaa").select(1).type("a");
    exchange(a, b);
    expect(b.string).toBe("aaaa\n");
    expectShowsText(a);
    expectShowsText(b);
    const ids = a.text._start;
    expect(ids?.id.clock).toBe(0);
  });

  it("keeps the caret before what others insert at the same place", () => {
    const [a, b] = [site(10), site(11)];
    a.type("one ");
    exchange(a, b);
    b.select(4).type("two");
    exchange(a, b);
    a.type("x");
    expect(a.string).toBe("one xtwo\n");
  });

  it("keeps formats chosen for the next character when others edit", () => {
    const [a, b] = [site(10), site(11)];
    a.press("Ctrl+b");
    b.type("before");
    exchange(a, b);
    a.type("x");
    expect(a.text.toDelta()).toEqual([
      { insert: "x", attributes: { bold: true } },
      { insert: "before\n" },
    ]);
  });
});

describe("lines", () => {
  it("Enter inserts one line end, Backspace deletes one", () => {
    const a = site(10);
    a.type("onetwo").select(3);
    a.press("Enter");
    expect(a.string).toBe("one\ntwo\n");
    a.press("Backspace");
    expect(a.string).toBe("onetwo\n");
    expectShowsText(a);
  });

  it("Enter at the end of a heading makes a plain line", () => {
    const a = site(10);
    a.type("# Title");
    a.press("Enter");
    a.type("text");
    expect(a.text.toDelta()).toEqual([
      { insert: "Title" },
      { insert: "\n", attributes: { header: 1 } },
      { insert: "text\n" },
    ]);
  });

  it("Backspace at the start of a list item first takes the list away", () => {
    const a = site(10);
    a.type("one");
    a.press("Enter");
    a.type("- two").select(4);
    a.press("Backspace");
    expect(a.text.toDelta()).toEqual([{ insert: "one\ntwo\n" }]);
    a.press("Backspace");
    expect(a.string).toBe("onetwo\n");
  });
});
