/** Carets and selections of the others, as decorations. Screen readers hear of people elsewhere. */
import {
  type EditorState,
  Plugin,
  PluginKey,
  TextSelection,
  type Transaction,
} from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { colourValue, inkValue } from "../ui/palette";
import { bindingOf } from "./binding";
import { type Cursor, cursorIndexes } from "./cursor";
import { readSelection } from "./fresh-selection";
import { isFromText } from "./meta";
import { indexToPos } from "./positions";

/** Somebody else in the document. */
export interface OtherPerson {
  readonly clientId: number;
  readonly person: { readonly name: string; readonly colour: number };
  readonly cursor: Cursor | null;
}

interface Caret extends OtherPerson {
  /** ProseMirror positions; null while the text they point to has not come yet. */
  readonly place: { readonly anchor: number; readonly head: number } | null;
  /** Grows whenever they move it themselves: the name is shown anew. */
  readonly moves: number;
}

interface CaretState {
  readonly carets: readonly Caret[];
  readonly decorations: DecorationSet;
}

const key = new PluginKey<CaretState>("byline-carets");

/** Shows where the others are; call it whenever that changes. */
export function showCarets(view: EditorView, others: readonly OtherPerson[]): void {
  const known = key.getState(view.state)?.carets;
  if (!known || (known.length === 0 && others.length === 0)) return;
  readSelection(view);
  view.dispatch(view.state.tr.setMeta(key, others));
}

function updated(
  state: EditorState,
  before: readonly Caret[],
  others: readonly OtherPerson[],
): Caret[] {
  const known = new Map(before.map((caret) => [caret.clientId, caret]));
  return others.map((other) => {
    const old = known.get(other.clientId);
    if (old && JSON.stringify(old.cursor) === JSON.stringify(other.cursor)) {
      return { ...old, ...other };
    }
    return { ...other, place: placeOf(state, other.cursor), moves: (old?.moves ?? 0) + 1 };
  });
}

function placeOf(state: EditorState, cursor: Cursor | null): Caret["place"] {
  const indexes = cursor && cursorIndexes(bindingOf(state).text, cursor);
  if (!indexes) return null;
  return {
    anchor: indexToPos(state.doc, indexes.anchorIndex),
    head: indexToPos(state.doc, indexes.headIndex),
  };
}

function mapped(tr: Transaction, state: EditorState, caret: Caret): Caret {
  if (caret.place === null) {
    return isFromText(tr) ? { ...caret, place: placeOf(state, caret.cursor) } : caret;
  }
  const { anchor, head } = caret.place;
  return {
    ...caret,
    place: { anchor: mappedPlace(tr, anchor), head: mappedPlace(tr, head) },
  };
}

/** Where a place is after a transaction; with its line gone, at the start of the next one. */
function mappedPlace(tr: Transaction, place: number): number {
  const $place = tr.doc.resolve(tr.mapping.map(place, -1));
  return $place.parent.inlineContent ? $place.pos : TextSelection.near($place, 1).head;
}

function caretElement({ person }: Caret): HTMLElement {
  const caret = document.createElement("span");
  caret.className = "caret";
  caret.style.setProperty("--caret", colourValue(person.colour));
  caret.style.setProperty("--caret-ink", inkValue(person.colour));
  caret.setAttribute("aria-hidden", "true");
  const name = document.createElement("span");
  name.className = "caret-name";
  // An attribute, not text: it is never copied, searched or spell-checked.
  name.dataset.name = person.name;
  caret.append(name);
  requestAnimationFrame(() => turnInward(name));
  return caret;
}

/** A name that would be cut off at the edge of the page stands on the other side of its caret. */
function turnInward(name: HTMLElement): void {
  const page = name.closest(".editor")?.getBoundingClientRect();
  if (!page) return;
  const { left, right } = name.getBoundingClientRect();
  if (right > page.right || left < page.left) name.dataset.turned = "";
}

function decorate(caret: Caret): Decoration[] {
  if (!caret.place) return [];
  const { anchor, head } = caret.place;
  const widget = Decoration.widget(head, () => caretElement(caret), {
    key: `caret-${caret.clientId}-${caret.moves}-${caret.person.name}-${caret.person.colour}`,
    side: 10,
    ignoreSelection: true,
    stopEvent: () => false,
  });
  if (anchor === head) return [widget];
  const style = `--caret: ${colourValue(caret.person.colour)}`;
  const range = [Math.min(anchor, head), Math.max(anchor, head)] as const;
  return [Decoration.inline(...range, { class: "caret-selection", style }), widget];
}

function shown(doc: EditorState["doc"], carets: readonly Caret[]): CaretState {
  return { carets, decorations: DecorationSet.create(doc, carets.flatMap(decorate)) };
}

export function caretsPlugin(): Plugin<CaretState> {
  return new Plugin<CaretState>({
    key,
    state: {
      init: () => ({ carets: [], decorations: DecorationSet.empty }),
      apply(tr, before, _old, state) {
        const others = tr.getMeta(key) as readonly OtherPerson[] | undefined;
        if (!others && !tr.docChanged) return before;
        if (!others && before.carets.length === 0) return before;
        const moved = tr.docChanged
          ? before.carets.map((caret) => mapped(tr, state, caret))
          : before.carets;
        return shown(tr.doc, others ? updated(state, moved, others) : moved);
      },
    },
    props: { decorations: (state) => key.getState(state)?.decorations },
  });
}
