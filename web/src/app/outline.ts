/** The headings of a document, in order, for moving about in it. */

import { type EditorState, Plugin, TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { Cell, type Readable } from "../sync/readable";
import { scrollBehaviour } from "../ui/motion";

export interface Heading {
  readonly level: number;
  readonly text: string;
  /** Where its line starts in the editor. */
  readonly pos: number;
}

/** The headings with words in them. */
export function headingsOf(state: Pick<EditorState, "doc">): readonly Heading[] {
  const headings: Heading[] = [];
  state.doc.forEach((line, pos) => {
    const level: unknown = line.attrs.header;
    if (typeof level !== "number") return;
    const text = line.textContent.trim();
    if (text !== "") headings.push({ level, text, pos });
  });
  return headings;
}

/** How long in ms after the last change the outline is read again. */
const SETTLE_MS = 200;

/** Follows the headings of an editor; give `plugin` to it. */
export class OutlineFeed {
  readonly #headings = new Cell<readonly Heading[]>([]);
  #timer = 0;

  get headings(): Readable<readonly Heading[]> {
    return this.#headings;
  }

  readonly plugin = new Plugin({
    view: (view) => {
      this.#read(view);
      return {
        update: (now, before) => {
          if (!before.doc.eq(now.state.doc)) this.#readSoon(now);
        },
        destroy: () => window.clearTimeout(this.#timer),
      };
    },
  });

  #readSoon(view: EditorView): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#read(view), SETTLE_MS);
  }

  #read(view: EditorView): void {
    const next = headingsOf(view.state);
    if (JSON.stringify(next) !== JSON.stringify(this.#headings.getSnapshot()))
      this.#headings.set(next);
  }
}

/** Puts the caret at a heading and shows it. */
export function goToHeading(view: EditorView, heading: Heading): void {
  const pos = Math.min(heading.pos + 1, view.state.doc.content.size);
  const selection = TextSelection.near(view.state.doc.resolve(pos));
  view.dispatch(view.state.tr.setSelection(selection));
  view.focus();
  const dom = view.nodeDOM(heading.pos);
  if (dom instanceof HTMLElement)
    dom.scrollIntoView({ block: "start", behavior: scrollBehaviour() });
}
