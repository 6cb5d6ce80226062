/** Ann and Ben at one document, with an archive that knows who wrote each letter. */
import { afterEach, beforeEach, expect } from "vitest";
import { placeText } from "../../src/editor/write-door";
import { Archive } from "./archive";
import { exchange, expectShowsText, newDocument, Site } from "./sites";

/** What client 1 wrote before; every letter is there once. */
export const START = newDocument([
  { insert: "abcd" },
  { insert: "\n", attributes: { header: 2 } },
  { insert: "efgh" },
  { insert: "\n", attributes: { list: "bullet" } },
  { insert: "ij" },
  { insert: "kl", attributes: { bold: true } },
]);

let sites: Site[] = [];
export let archive: Archive;
export let ann: Site;
export let ben: Site;

/** Has Ann and Ben begin anew before each test, and checks after it that all editors show the text. */
export function withAnnAndBen(): void {
  beforeEach(() => {
    archive = new Archive(START);
    ann = enter(10);
    ben = enter(11);
    ann.select(1).type("A").select(7).type("EF").select(14).type("I");
    exchange(ann, ben);
    ben.select(2).type("B").select(10).type("G").select(17).type("JK");
    exchange(ann, ben);
    expect(ann.string).toBe("aABbcd\neEFGfgh\niIJKjkl\n");
  });

  afterEach(() => {
    exchange(...sites);
    for (const site of sites) expectShowsText(site);
    for (const site of sites) site.destroy();
    sites = [];
  });
}

/** Somebody more, whose page the archive follows too. */
export function enter(client: number, start = START): Site {
  const site = new Site(client, { start });
  sites.push(site);
  archive.follow(site);
  return site;
}

/** Who wrote a letter up to `l`: small ones client 1, capitals Ann or Ben. */
function writerOf(letter: string): string {
  if (/[a-z]/.test(letter)) return "client 1";
  return /[BGJK]/.test(letter) ? "client 11" : "client 10";
}

/** All letters still have their writers, wherever they are. */
export function expectWriters(): void {
  exchange(...sites);
  for (const { unit, origin } of archive.origins()) {
    if (/[a-l]/i.test(unit)) expect(origin, unit).toBe(writerOf(unit));
  }
}

/** How many units claims of this kind speak of. */
export const claimed = (key: "from" | "origin" | "suggestion") =>
  archive.all.reduce((sum, claim) => sum + (key in claim ? claim.to.length : 0), 0);

/** Ann places all of a suggestion. */
export function place(from: number, to: number, text: string): void {
  archive.suggestions.set("s_9", text);
  ann.select(from, to);
  const { selection } = ann.state;
  const target = from === to ? { at: selection.from } : { from: selection.from, to: selection.to };
  placeText(ann.view, target, text, [
    { length: text.length, source: { suggestion: "s_9", at: 0 } },
  ]);
}
