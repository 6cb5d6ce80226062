import { afterEach, describe, expect, it } from "vitest";
import { placeText } from "../../src/editor/write-door";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

const sites: Site[] = [];
function site(client: number, start = newDocument()): Site {
  const made = new Site(client, { start });
  sites.push(made);
  return made;
}
afterEach(() => {
  for (const made of sites.splice(0)) {
    expectShowsText(made);
    made.destroy();
  }
});

describe("undo", () => {
  it("brings back a divider that Backspace took, and nothing else", () => {
    const a = site(10);
    a.type("above");
    a.press("Enter");
    a.type("---below");
    expect(a.string).toBe("above\n\ufffc\nbelow\n");
    a.select(8).press("Backspace");
    expect(a.string).toBe("above\nbelow\n");
    a.press("Ctrl+z");
    expect(a.string).toBe("above\n\ufffc\nbelow\n");
  });

  it("takes back only one's own words, and leaves those typed among them", () => {
    const [a, b] = [site(10), site(11)];
    a.type("mine");
    exchange(a, b);
    b.select(2).type("THEIRS");
    exchange(a, b);
    a.press("Ctrl+z");
    exchange(a, b);
    expect(b.string).toBe("THEIRS\n");
  });

  it("goes back to the selection the change was made from, also when others wrote before it", () => {
    const [a, b] = [site(10), site(11)];
    a.type("one two three").select(4, 7).press("Ctrl+b");
    exchange(a, b);
    b.select(0).type("zero ");
    exchange(a, b);
    a.select(0).press("Ctrl+z");
    const { from, to } = a.state.selection;
    expect(a.state.doc.textBetween(from, to)).toBe("two");
  });

  it("takes a placed suggestion back in one step, with what it replaced", () => {
    const a = site(10);
    a.type("keep this sentence here").select(5, 18);
    const { from, to } = a.state.selection;
    placeText(a.view, { from, to }, "another\none", []);
    a.type(" typed");
    expect(a.string).toBe("keep another\none typed here\n");
    a.press("Ctrl+z");
    expect(a.string).toBe("keep another\none here\n");
    a.press("Ctrl+z");
    expect(a.string).toBe("keep this sentence here\n");
    a.press("Ctrl+y");
    expect(a.string).toBe("keep another\none here\n");
  });

  it("separates typing from formats and from typing elsewhere", () => {
    const a = site(10);
    a.type("one").press("Ctrl+Alt+1");
    a.type("two").select(0).type("zero");
    const seen: string[] = [];
    while (a.press("Ctrl+z") && a.string !== "\n") seen.push(a.string);
    expect(seen).toEqual(["onetwo\n", "one\n", "one\n"]);
  });

  it("is not offered for the last line end that the editor adds", () => {
    const a = site(10);
    a.text.delete(0, 1);
    a.press("Enter");
    expect(a.string).toBe("\n\n");
    a.press("Ctrl+z");
    expect(a.string).toBe("\n");
  });
});

describe("the browser's own undo", () => {
  /** What a browser asks for by its menu, and by Ctrl+Z with the focus elsewhere. */
  const asked = (a: Site, inputType: string): boolean =>
    !a.view.dom.dispatchEvent(new InputEvent("beforeinput", { inputType, cancelable: true }));

  it("never happens, the person's last step is taken back in its place", () => {
    const a = site(10);
    a.type("one").press("Ctrl+Alt+1");
    a.type("two");
    expect(asked(a, "historyUndo")).toBe(true);
    expect(a.string).toBe("one\n");
    expect(asked(a, "historyRedo")).toBe(true);
    expect(a.string).toBe("onetwo\n");
  });

  it("does nothing while the person is in a field or a dialog, or cannot see the text", () => {
    const a = site(10);
    a.type("one");
    const field = document.body.appendChild(document.createElement("input"));
    field.focus();
    expect(asked(a, "historyUndo")).toBe(true);
    field.remove();
    const dialog = document.body.appendChild(document.createElement("div"));
    dialog.setAttribute("role", "dialog");
    dialog.appendChild(document.createElement("button")).focus();
    expect(asked(a, "historyUndo")).toBe(true);
    expect(a.string).toBe("one\n");
    dialog.remove();
    const around = a.view.dom.parentElement as HTMLElement;
    around.hidden = true;
    expect(asked(a, "historyUndo")).toBe(true);
    around.hidden = false;
    expect(a.string).toBe("one\n");
  });
});
