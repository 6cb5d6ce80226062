/** What hands do with a clipboard and a mouse, as the browser tells the editor of it. */
import { indexToPos } from "../../src/editor/positions";
import type { Site } from "./sites";

/** What is carried: stands for a `DataTransfer`, which jsdom does not have. */
export class Board {
  readonly files: readonly File[] = [];
  effectAllowed = "uninitialized";
  dropEffect = "none";
  private readonly data = new Map<string, string>();

  static of(data: Readonly<Record<string, string>>): Board {
    const board = new Board();
    for (const [type, value] of Object.entries(data)) board.setData(type, value);
    return board;
  }

  get types(): string[] {
    return [...this.data.keys()];
  }

  getData(type: string): string {
    return this.data.get(type) ?? "";
  }

  setData(type: string, value: string): void {
    this.data.set(type, value);
  }

  clearData(): void {
    this.data.clear();
  }

  /** The same without HTML, as browsers give it when pasting as plain text. */
  get plain(): Board {
    return Board.of({ "text/plain": this.getData("text/plain") });
  }
}

function fire({ view }: Site, type: string, fields: object): void {
  const event = new Event(type, { bubbles: true, cancelable: true });
  view.dom.dispatchEvent(Object.assign(event, { clientX: 0, clientY: 0, ...fields }));
}

/** Copies what is selected. */
export function copy(site: Site): Board {
  const board = new Board();
  fire(site, "copy", { clipboardData: board });
  return board;
}

export function cut(site: Site): Board {
  const board = new Board();
  fire(site, "cut", { clipboardData: board });
  return board;
}

/** Pastes in the place of what is selected. */
export function paste(site: Site, board: Board): void {
  fire(site, "paste", { clipboardData: board });
}

/** Pastes HTML (or with `plain` only text) that comes from elsewhere. */
export function pasteOutside(site: Site, html: string, plain = ""): void {
  paste(site, Board.of({ ...(html && { "text/html": html }), "text/plain": plain }));
}

/** Takes up what is selected. */
export function lift(site: Site): Board {
  const board = new Board();
  site.view.posAtCoords = () => ({ pos: site.state.selection.from, inside: -1 });
  fire(site, "dragstart", { dataTransfer: board });
  return board;
}

/** Lets go at a model index; with `copied` while holding the key that copies. */
export function drop(site: Site, board: Board, index: number, copied = false): void {
  const pos = indexToPos(site.state.doc, index);
  site.view.posAtCoords = () => ({ pos, inside: -1 });
  fire(site, "drop", { dataTransfer: board, ctrlKey: copied });
  fire(site, "dragend", {});
}

/** Drags what is selected to a model index. */
export function drag(site: Site, index: number, copied = false): void {
  drop(site, lift(site), index, copied);
}
