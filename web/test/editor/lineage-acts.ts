/**
 * What people do with text, at random, so that who wrote each character is known: every character
 * that anybody writes, pastes or is served is a code point of its own.
 */
import { piecesOfEdited } from "../../src/assist/edited";
import { modelLength } from "../../src/editor/positions";
import { placeText } from "../../src/editor/write-door";
import { cutPieces } from "../../src/model/claims";
import type { Origin } from "./archive";
import type { Chance } from "./chance";
import { type Board, copy, cut, drag, paste, pasteOutside } from "./hands";
import type { Site } from "./sites";

const IDEOGRAPHS = 0x4e00;
/** Beyond the first plane: two code units each. */
const MORE_IDEOGRAPHS = 0x20000;
/** Letters, for suggestions: words are told apart by the spaces between them. */
const SYLLABLES = 0xac00;

/** Who wrote each code point. */
export class Truth {
  private readonly origins = new Map<string, Origin>();
  private readonly next = new Map<number, number>();

  /** A character that nobody has written before. */
  fresh(plane: number, origin: Origin): string {
    const count = this.next.get(plane) ?? 0;
    this.next.set(plane, count + 1);
    const char = String.fromCodePoint(plane + count);
    this.origins.set(char, origin);
    return char;
  }

  /** Null for what is not followed: line ends, spaces, signs. */
  originOf(char: string): Origin | null {
    return this.origins.get(char) ?? null;
  }
}

/** Somebody at an editor, with a clipboard. */
export interface Writer {
  site: Site;
  readonly name: string;
  board: Board | null;
}

interface Served {
  readonly id: string;
  readonly text: string;
}

/** One random session. */
export interface Scene {
  readonly chance: Chance;
  readonly truth: Truth;
  /** Serves a suggestion: from then on its text is the archive's too. */
  readonly serve: (suggestion: Served) => void;
  readonly reload: (writer: Writer) => void;
}

export type Act = (writer: Writer, scene: Scene) => void;

const isLow = (unit: string) => /^[\udc00-\udfff]/.test(unit);
const snap = ({ string }: Site, index: number) => (isLow(string[index] ?? "") ? index - 1 : index);

function somewhere({ site }: Writer, { chance }: Scene): number {
  return snap(site, chance.between(0, modelLength(site.state.doc) - 1));
}

function select(writer: Writer, scene: Scene, most = 12): void {
  const anchor = somewhere(writer, scene);
  const far = scene.chance.happens(0.1);
  const near = snap(writer.site, anchor + scene.chance.between(1, most));
  writer.site.select(anchor, far ? somewhere(writer, scene) : near);
}

function own({ name }: Writer, { chance, truth }: Scene): string {
  const plane = chance.happens(0.15) ? MORE_IDEOGRAPHS : IDEOGRAPHS;
  return truth.fresh(plane, name);
}

function type(writer: Writer, scene: Scene): void {
  for (let i = scene.chance.between(1, 5); i > 0; i--) writer.site.type(own(writer, scene));
}

function outside({ chance, truth }: Scene): string {
  const chars = Array.from({ length: chance.between(1, 6) }, () =>
    truth.fresh(IDEOGRAPHS, "outside"),
  );
  return chars.join("");
}

let served = 0;

/** A suggestion of some words, of which each character is followed. */
function suggestion({ chance, truth, serve }: Scene): Served {
  served += 1;
  const id = `s_${served}`;
  let text = "";
  const words = chance.between(2, 6);
  for (let word = 0; word < words; word++) {
    if (word > 0) text += chance.one([" ", " ", "\n", ", "]);
    const length = chance.between(1, 4);
    for (let i = 0; i < length; i++) text += truth.fresh(SYLLABLES, `${id} ${text.length}`);
  }
  serve({ id, text });
  return { id, text };
}

/** The text with some words replaced, left out or added, as in the card. */
function edited(text: string, writer: Writer, { chance, truth }: Scene): string {
  const word = () => truth.fresh(SYLLABLES, writer.name) + truth.fresh(SYLLABLES, writer.name);
  const pieces = text.split(/([^\s,]+)/).map((piece) => {
    if (piece.trim() === "" || piece.startsWith(",") || !chance.happens(0.4)) return piece;
    return chance.one([word(), "", `${word()} ${piece}`, `${piece} ${word()}`]);
  });
  return pieces.join("");
}

function place(writer: Writer, scene: Scene, shown: (text: string) => string): void {
  const { chance } = scene;
  const served = suggestion(scene);
  const text = shown(served.text);
  if (text === "") return;
  const part = chance.happens(0.4);
  const from = part ? chance.between(0, text.length - 1) : 0;
  const to = part ? chance.between(from + 1, text.length) : text.length;
  const { selection } = writer.site.state;
  const target = chance.happens(0.6)
    ? { at: selection.from }
    : { from: selection.from, to: selection.to };
  const pieces = cutPieces(piecesOfEdited(served, text), from, to);
  placeText(writer.site.view, target, text.slice(from, to), pieces);
}

const press =
  (...keys: string[]): Act =>
  ({ site }, { chance }) =>
    void site.press(chance.one(keys));

/** By name. Those listed more often happen more often. */
export const LINEAGE_ACTS: Readonly<Record<string, Act>> = {
  type,
  "type on": type,
  "type elsewhere": (writer, scene) => {
    writer.site.select(somewhere(writer, scene));
    type(writer, scene);
  },
  "type over": (writer, scene) => {
    select(writer, scene);
    type(writer, scene);
  },
  enter: (writer, scene) => {
    if (scene.chance.happens(0.5)) writer.site.select(somewhere(writer, scene));
    writer.site.press("Enter");
  },
  "backspace at a line start": (writer, scene) => {
    const { site } = writer;
    const start = site.string.lastIndexOf("\n", somewhere(writer, scene) - 1) + 1;
    site.select(start).press("Backspace");
  },
  "delete selection": (writer, scene) => {
    select(writer, scene, 5);
    writer.site.press("Backspace");
  },
  format: (writer, scene) => {
    select(writer, scene);
    press(
      "Ctrl+b",
      "Ctrl+i",
      "Ctrl+Alt+1",
      "Ctrl+Alt+0",
      "Ctrl+Shift+8",
      "Ctrl+Alt+c",
    )(writer, scene);
  },
  cut: (writer, scene) => {
    select(writer, scene, 20);
    if (!writer.site.state.selection.empty) writer.board = cut(writer.site);
  },
  copy: (writer, scene) => {
    select(writer, scene, 20);
    if (!writer.site.state.selection.empty) writer.board = copy(writer.site);
  },
  paste: (writer, scene) => {
    if (scene.chance.happens(0.3)) select(writer, scene);
    else writer.site.select(somewhere(writer, scene));
    if (writer.board) paste(writer.site, writer.board);
  },
  "cut and paste": (writer, scene) => {
    select(writer, scene);
    if (writer.site.state.selection.empty) return;
    writer.board = cut(writer.site);
    writer.site.select(somewhere(writer, scene));
    paste(writer.site, scene.chance.happens(0.3) ? writer.board.plain : writer.board);
  },
  drag: (writer, scene) => {
    select(writer, scene);
    if (!writer.site.state.selection.empty) drag(writer.site, somewhere(writer, scene));
  },
  "drag a copy": (writer, scene) => {
    select(writer, scene, 6);
    if (!writer.site.state.selection.empty) drag(writer.site, somewhere(writer, scene), true);
  },
  "move lines": (writer, scene) => {
    if (scene.chance.happens(0.2)) select(writer, scene);
    else writer.site.select(somewhere(writer, scene));
    press("Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown")(writer, scene);
  },
  "paste from outside": (writer, scene) => {
    const text = outside(scene);
    if (scene.chance.happens(0.5)) pasteOutside(writer.site, `<p>${text}</p>`, text);
    else pasteOutside(writer.site, "", `${text}\r\n${outside(scene)}`);
  },
  place: (writer, scene) => {
    if (scene.chance.happens(0.5)) select(writer, scene);
    place(writer, scene, (text) => text);
  },
  "place edited": (writer, scene) => place(writer, scene, (text) => edited(text, writer, scene)),
  "shortcut and back": (writer, scene) => {
    writer.site.press("Enter");
    writer.site.type(scene.chance.one(["# ", "- ", "> ", "*so*"]));
    if (scene.chance.happens(0.5)) writer.site.press("Backspace");
  },
  undo: press("Ctrl+z"),
  "undo more": (writer, scene) => {
    for (let i = scene.chance.between(2, 6); i > 0; i--) writer.site.press("Ctrl+z");
  },
  redo: press("Ctrl+y"),
  "redo more": (writer, scene) => {
    for (let i = scene.chance.between(2, 4); i > 0; i--) writer.site.press("Ctrl+y");
  },
  reload: (writer, scene) => {
    if (scene.chance.happens(0.3)) scene.reload(writer);
  },
};
