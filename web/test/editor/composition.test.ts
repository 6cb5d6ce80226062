/** While a word is composed with an input method, others' changes do not get in its way. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

let a: Site;
let b: Site;
beforeEach(() => {
  const start = newDocument([{ insert: "first line\nsecond line" }]);
  a = new Site(10, { start });
  b = new Site(11, { start });
  a.select(22);
  a.view.dom.dispatchEvent(new CompositionEvent("compositionstart", { data: "" }));
});
afterEach(() => {
  a.destroy();
  b.destroy();
});

/** What the input method has so far takes the place of what it had. */
function compose(before: string, now: string): void {
  const to = a.state.selection.from;
  a.view.dispatch(a.state.tr.insertText(now, to - before.length, to));
}

async function end(): Promise<void> {
  a.view.dom.dispatchEvent(new CompositionEvent("compositionend", { data: "" }));
  await vi.waitFor(() => expect(a.state.doc.eq(b.state.doc)).toBe(true));
}

const shown = () => a.state.doc.textBetween(0, a.state.doc.content.size, "\n");

describe("during a composition", () => {
  it("changes in other lines come in at once", () => {
    b.select(0).type("NEW ");
    exchange(a, b);
    expect(a.view.composing).toBe(true);
    expect(shown()).toBe("NEW first line\nsecond line");
  });

  it("changes in its line wait, and what is composed reaches the others meanwhile", async () => {
    compose("", "ni");
    b.select(11).type("THE ");
    exchange(a, b);
    expect(shown()).toBe("first line\nsecond lineni");
    compose("ni", "nihao");
    compose("nihao", "你好");
    exchange(a, b);
    expect(b.string).toBe("first line\nTHE second line你好\n");
    await end();
    expect(a.string).toBe(b.string);
    expectShowsText(a);
  });

  it("what comes after a waiting change waits with it", async () => {
    compose("", "ni");
    b.select(22).press("Enter");
    b.type("below").select(0).press("Ctrl+Alt+1");
    b.select(3).press("Enter");
    exchange(a, b);
    expect(shown()).toBe("first line\nsecond lineni");
    compose("ni", "nihao");
    exchange(a, b);
    await end();
    expect(a.string).toBe("fir\nst line\nsecond linenihao\nbelow\n");
    expectShowsText(a);
  });

  it("what comes right after the composition waits behind what was held", async () => {
    compose("", "ni");
    b.select(11).type("TH");
    exchange(a, b);
    a.view.dom.dispatchEvent(new CompositionEvent("compositionend", { data: "" }));
    b.type("E ");
    exchange(a, b);
    await vi.waitFor(() => expect(shown()).toBe("first line\nTHE second lineni"));
    expectShowsText(a);
  });

  it("words are kept when their line is deleted by somebody else", async () => {
    compose("", "ni");
    b.select(10, 22).press("Backspace");
    exchange(a, b);
    compose("ni", "nihao");
    exchange(a, b);
    await end();
    expect(a.string).toBe("first linenihao\n");
    expectShowsText(a);
  });

  it("claims and carets use places in the text, not in the editor that is behind", async () => {
    compose("", "x");
    b.select(11).type("THE ");
    exchange(a, b);
    expect(a.editor.binding.indexInText(a.state.selection.from)).toBe(
      "first line\nTHE second linex".length,
    );
    await end();
  });
});
