/**
 * The 28 pairs of DESIGN.md, section 2: seven changes of structure, each at the same time as one of
 * four other changes to the same line. No typed word may be lost or doubled.
 */
import { afterEach, describe, expect, it } from "vitest";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

const LINE = "alpha beta gamma delta";
const START = `first line\n${LINE}\nlast line`;
const AT = START.indexOf(LINE);
const MIDDLE = AT + LINE.indexOf("gamma");

type Act = (site: Site) => void;

const structural: Record<string, Act> = {
  split: (site) => site.select(MIDDLE).press("Enter"),
  "join with previous": (site) => site.select(AT).press("Backspace"),
  "to heading": (site) => site.select(MIDDLE).press("Ctrl+Alt+2"),
  "to list": (site) => site.select(MIDDLE).press("Ctrl+Shift+8"),
  "to quote": (site) => site.select(MIDDLE).press("Ctrl+Shift+."),
  bold: (site) => site.select(AT, AT + LINE.length).press("Ctrl+b"),
  "move line": (site) => site.select(MIDDLE).press("Alt+Shift+ArrowDown"),
};

const concurrent: Record<string, Act> = {
  "typing before the middle": (site) => site.select(AT + 6).type("TYPED "),
  "typing after the middle": (site) => site.select(MIDDLE + 6).type("TYPED "),
  "a split": (site) => site.select(AT + 6).press("Enter"),
  "a heading": (site) => site.select(AT + 6).press("Ctrl+Alt+1"),
};

const words = (text: string) => text.split(/\s+/).filter(Boolean).sort();
const sites: Site[] = [];

afterEach(() => {
  for (const site of sites.splice(0)) site.destroy();
});

function pair(a: Act, b: Act): { first: Site; second: Site } {
  const start = newDocument([{ insert: START }]);
  const first = new Site(10, { start });
  const second = new Site(11, { start });
  sites.push(first, second);
  a(first);
  b(second);
  exchange(first, second);
  return { first, second };
}

/** A letter typed into a word while its line is moved stays behind: words are compared by letters. */
const letters = (text: string) => [...text.replace(/\s/g, "")].sort().join("");

for (const [name, act] of Object.entries(structural)) {
  describe(`${name} while another does`, () => {
    for (const [otherName, other] of Object.entries(concurrent)) {
      it.each([
        ["first", "second"],
        ["second", "first"],
      ])(`${otherName} (lower client id: %s)`, (lower) => {
        const { first, second } = lower === "first" ? pair(act, other) : pair(other, act);
        expect(first.string).toBe(second.string);
        expect(first.state.doc.eq(second.state.doc)).toBe(true);
        expectShowsText(first);
        expectShowsText(second);
        const typed = otherName.startsWith("typing");
        if (name === "join with previous") {
          expect(letters(first.string)).toBe(letters(START + (typed ? "TYPED" : "")));
        } else expect(words(first.string)).toEqual(words(START + (typed ? " TYPED" : "")));
      });
    }
  });
}
