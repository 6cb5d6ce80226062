/** Taking the reader to a place in the text. */
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { indexToPos } from "../editor/positions";
import { scrollBehaviour } from "../ui/motion";

/** Puts the caret at a model index and brings it into view. */
export function goTo(view: EditorView, index: number): void {
  const { doc, tr } = view.state;
  const place = TextSelection.near(doc.resolve(indexToPos(doc, index)), 1);
  view.dispatch(tr.setSelection(place).scrollIntoView());
  view.focus();
}

/** Selects what is between two model indexes and brings it to the middle of the window. */
export function showRange(view: EditorView, from: number, to: number): void {
  const { doc, tr } = view.state;
  const [start, end] = [indexToPos(doc, from), indexToPos(doc, to)];
  view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(start), doc.resolve(end))));
  view.focus();
  const { node } = view.domAtPos(start);
  const element = node instanceof Element ? node : node.parentElement;
  element?.scrollIntoView({ block: "center", behavior: scrollBehaviour() });
}
