/** What people do in an editor, at random; and what stock Yjs clients may do to the text. */
import { TextSelection } from "prosemirror-state";
import { linesFromHtml } from "../../src/editor/clipboard/read-html";
import { inLine } from "../../src/editor/insert-lines";
import { modelLength } from "../../src/editor/positions";
import { placeText } from "../../src/editor/write-door";
import type { Chance } from "./chance";
import type { Site } from "./sites";

const WORDS = ["alpha", "be", "γάμμα ", "d 😀", "e\u0301", "👩‍👩‍👧", " ", "x", "the end. ", "ק"];
const SHORTCUTS = [
  "# ",
  "## ",
  "- ",
  "1. ",
  "[ ] ",
  "> ",
  "```",
  "---",
  "**so**",
  "*it*",
  "`co`",
  "~~st~~",
];
const HTML = [
  "<p>pasted <b>bold</b></p><ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>",
  "<h2>Head</h2><p>text</p>",
  "<pre>code\n  more</pre><blockquote>said</blockquote>",
  "plain <i>piece</i>",
  "<p>a</p><hr><p>b</p>",
];
const FORMAT_KEYS = [
  ..."biu".split("").map((key) => `Ctrl+${key}`),
  "Ctrl+Shift+x",
  "Ctrl+e",
  "Ctrl+Alt+0",
  "Ctrl+Alt+1",
  "Ctrl+Alt+2",
  "Ctrl+Alt+c",
  "Ctrl+Shift+7",
  "Ctrl+Shift+8",
  "Ctrl+Shift+9",
  "Ctrl+Shift+.",
  "Ctrl+Enter",
  "Tab",
  "Shift+Tab",
];

export type Act = (site: Site, chance: Chance) => void;

/** A model index that does not cut a surrogate pair. */
function place(site: Site, chance: Chance): number {
  return snap(site, chance.between(0, modelLength(site.state.doc) - 1));
}

function selectSome(site: Site, chance: Chance): void {
  const anchor = place(site, chance);
  const far = chance.happens(0.2);
  const head = far ? place(site, chance) : snap(site, anchor + chance.between(1, 12));
  site.select(anchor, head);
}

const snap = ({ string }: Site, index: number) => (isLow(string[index] ?? "") ? index - 1 : index);

function deleteSelection(site: Site): void {
  if (!site.press("Backspace")) site.view.dispatch(site.state.tr.deleteSelection());
}

function pasteHtml(site: Site, chance: Chance): void {
  const root = document.createElement("div");
  root.innerHTML = chance.one(HTML);
  expectLines(linesFromHtml(root).length);
  site.view.pasteHTML(root.innerHTML, new ClipboardEventDouble(root.innerHTML) as never);
}

/** jsdom has no clipboard events. */
class ClipboardEventDouble extends Event {
  readonly clipboardData = { getData: (type: string) => (type === "text/html" ? this.html : "") };

  constructor(private readonly html: string) {
    super("paste");
  }
}

function expectLines(count: number): void {
  if (count < 1) throw new Error("pasted HTML has no line");
}

function placeSome(site: Site, chance: Chance): void {
  const { from, to } = site.state.selection;
  const target = chance.happens(0.5) ? { at: from } : { from, to };
  const text = chance.one(["placed words", "two\nlines", "\nafter an empty one"]);
  placeText(site.view, target, text, [
    { length: text.length, source: { suggestion: "s_1", at: 0 } },
  ]);
}

/** A drag: what is selected goes somewhere else. */
function dragSelection(site: Site, chance: Chance): void {
  const { from, to, empty } = site.state.selection;
  if (empty) return;
  const slice = site.state.doc.slice(from, to);
  const { tr } = site.state;
  tr.delete(from, to);
  const pos = inLine(tr.doc, chance.between(1, tr.doc.content.size - 1));
  tr.replaceRange(pos, pos, slice);
  site.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(1))));
}

/** Acts of people, by name. Those listed more often happen more often. */
export const ACTS: Readonly<Record<string, Act>> = {
  type: (site, chance) => void site.type(chance.one(WORDS)),
  "type on": (site, chance) => void site.type(chance.one(WORDS)),
  "type elsewhere": (site, chance) => void site.select(place(site, chance)).type(chance.one(WORDS)),
  shortcut: (site, chance) => {
    if (chance.happens(0.6)) site.press("Enter");
    site.type(chance.one(SHORTCUTS));
  },
  enter: (site) => void site.press("Enter"),
  "enter elsewhere": (site, chance) => void site.select(place(site, chance)).press("Enter"),
  "backspace at a line start": (site, chance) => {
    const index = place(site, chance);
    const start = site.string.lastIndexOf("\n", index - 1) + 1;
    site.select(start).press("Backspace");
  },
  "delete at a line end": (site, chance) => {
    const end = site.string.indexOf("\n", place(site, chance));
    site.select(Math.max(0, end)).press("Delete");
  },
  "delete selection": (site, chance) => {
    selectSome(site, chance);
    deleteSelection(site);
  },
  "type over selection": (site, chance) => {
    selectSome(site, chance);
    site.type(chance.one(WORDS));
  },
  format: (site, chance) => {
    if (chance.happens(0.7)) selectSome(site, chance);
    site.press(chance.one(FORMAT_KEYS));
  },
  "move line": (site, chance) => {
    site.select(place(site, chance));
    site.press(chance.one(["Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown"]));
  },
  paste: (site, chance) => {
    if (chance.happens(0.3)) selectSome(site, chance);
    pasteHtml(site, chance);
  },
  place: (site, chance) => {
    if (chance.happens(0.5)) selectSome(site, chance);
    placeSome(site, chance);
  },
  drag: (site, chance) => {
    selectSome(site, chance);
    dragSelection(site, chance);
  },
  undo: (site) => void site.press("Ctrl+z"),
  "undo more": (site, chance) => {
    for (let i = chance.between(1, 4); i > 0; i--) site.press("Ctrl+z");
  },
  redo: (site) => void site.press("Ctrl+y"),
  "stop capturing": (site) => site.editor.binding.history.stopCapturing(),
};

const LINE_FORMATS = [
  { header: 2 },
  { list: "ordered", indent: 2 },
  { blockquote: true },
  { "code-block": "plain" },
  { align: "center", direction: "rtl" },
  { table: "row-1" },
  { header: null, list: null, blockquote: null, "code-block": null },
];
const TEXT_FORMATS = [
  { bold: true },
  { bold: null, italic: true },
  { link: "https://example.org/" },
  { link: "javascript:alert(1)" },
  { color: "red", size: "large" },
  { script: "super", color: null },
  { header: 1 },
];

/** An index in the text that does not cut a surrogate pair: the server refuses such changes. */
function anywhere(site: Site, chance: Chance, from = 0, to = site.text.length): number {
  return snap(site, chance.between(from, Math.min(to, site.text.length)));
}

const isLow = (char: string) => /^[\udc00-\udfff]/.test(char);

/** What a stock client may do to the text: any delta, also without care for the last line end. */
export const STOCK_ACTS: Readonly<Record<string, Act>> = {
  insert: (site, chance) => {
    const attributes = chance.happens(0.5) ? { ...chance.one(TEXT_FORMATS) } : undefined;
    const text = chance.one(["stock", "a\nb", "\n", "z"]);
    site.text.insert(anywhere(site, chance), text, attributes);
  },
  embed: (site, chance) => {
    const value = chance.one([{ divider: true }, { image: "/a.png" }, { formula: "e=mc^2" }]);
    site.text.insertEmbed(anywhere(site, chance), value, { bold: true });
  },
  delete: (site, chance) => {
    const from = anywhere(site, chance);
    site.text.delete(from, anywhere(site, chance, from, from + 8) - from);
  },
  "delete the last line end": ({ text, string }) => {
    if (text.length > 0 && !isLow(string[text.length - 1] ?? "")) text.delete(text.length - 1, 1);
  },
  format: (site, chance) => {
    const from = anywhere(site, chance);
    const length = anywhere(site, chance, from, from + 20) - from;
    site.text.format(from, length, { ...chance.one([...TEXT_FORMATS, ...LINE_FORMATS]) });
  },
  "add line": (site, chance) => {
    const { header, ...rest } = chance.one(LINE_FORMATS) as Record<string, unknown>;
    const given = header ? { header, ...rest } : rest;
    const attributes = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== null),
    );
    site.text.applyDelta([
      { retain: anywhere(site, chance) },
      { insert: "new line" },
      { insert: "\n", attributes },
    ]);
  },
};
