/**
 * The place where a dragged or chosen text would come: shown as a thick caret, or as a tint over
 * the range it would replace. Showing a place changes nothing.
 */
import { type EditorState, Plugin, PluginKey, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { inLine } from "./insert-lines";
import { type Direction, nextPlace } from "./walk";

export type { Direction } from "./walk";

/** A ProseMirror position, or a range of them. */
export type DropTarget = number | { readonly from: number; readonly to: number };

const key = new PluginKey<DropTarget | null>("byline-drop-target");

/** Shows a place, or with null none. */
export function showDropCaret(view: EditorView, target: DropTarget | null): void {
  const before = dropTarget(view.state);
  if (JSON.stringify(before) === JSON.stringify(target)) return;
  view.dispatch(view.state.tr.setMeta(key, { target }));
}

/** The place that is shown. */
export const dropTarget = (state: EditorState): DropTarget | null => key.getState(state) ?? null;

/** The position in the text nearest to client coordinates, also beside and below the text. */
export function placeAtCoords(view: EditorView, x: number, y: number): number | null {
  const box = view.dom.getBoundingClientRect();
  const left = Math.max(box.left + 1, Math.min(x, box.right - 1));
  const top = Math.max(box.top + 1, Math.min(y, box.bottom - 1));
  const found = view.posAtCoords({ left, top });
  return found && inLine(view.state.doc, found.pos);
}

/** The position one step away from the shown place (or the caret); null when there is none. */
export function moveDropCaret(view: EditorView, direction: Direction): number | null {
  const target = dropTarget(view.state) ?? view.state.selection.head;
  return nextPlace(view, edge(target, direction), direction);
}

function edge(target: DropTarget, direction: Direction): number {
  if (typeof target === "number") return target;
  return /left|up|start/.test(direction) ? target.from : target.to;
}

function mapped(tr: Transaction, target: DropTarget | null): DropTarget | null {
  if (target === null || !tr.docChanged) return target;
  if (typeof target === "number") return inLine(tr.doc, tr.mapping.map(target, -1));
  const from = tr.mapping.map(target.from, 1);
  return { from, to: Math.max(from, tr.mapping.map(target.to, -1)) };
}

function caretElement(): HTMLElement {
  const caret = document.createElement("span");
  caret.className = "drop-caret";
  caret.setAttribute("aria-hidden", "true");
  return caret;
}

function decorations(state: EditorState): DecorationSet | null {
  const target = dropTarget(state);
  if (target === null) return null;
  const decoration =
    typeof target === "number"
      ? Decoration.widget(target, caretElement, { key: "drop-caret", side: -1 })
      : Decoration.inline(target.from, target.to, { class: "drop-range" });
  return DecorationSet.create(state.doc, [decoration]);
}

export function dropTargetPlugin(): Plugin<DropTarget | null> {
  return new Plugin<DropTarget | null>({
    key,
    state: {
      init: () => null,
      apply(tr, target) {
        const said = tr.getMeta(key) as { readonly target: DropTarget | null } | undefined;
        return said ? said.target : mapped(tr, target);
      },
    },
    props: { decorations },
  });
}
