import { afterEach, describe, expect, it } from "vitest";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

const sites: Site[] = [];
function site(client: number, start = newDocument()): Site {
  const made = new Site(client, { start });
  sites.push(made);
  return made;
}
afterEach(() => {
  for (const made of sites.splice(0)) made.destroy();
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
    expectShowsText(a);
  });
});
