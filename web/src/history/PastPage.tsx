/** A page that nobody writes in: what was there, from end to end. */
import { type EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { useEffect, useRef } from "react";
import { indexToPos, posToIndex } from "../editor/positions";
import { readingPlugin, showMayWrite } from "../editor/reading";
import { scrollBehaviour } from "../ui/motion";
import type { Stretch } from "./restore-change";
import "./history.css";
import "../authorship/authorship.css";
import "../editor/page.css";
import "../editor/lists.css";
import "../editor/blocks.css";
import "../editor/marks.css";
import "../editor/media.css";

interface Props {
  readonly state: EditorState;
  readonly label: string;
  /** A model index to bring into view; another object for the same one does so again. */
  readonly goTo: { readonly index: number; readonly length: number } | null;
  readonly onSelect: (stretch: Stretch | null) => void;
}

/** The page; what a person selects in it is told by model indexes. */
export function PastPage({ state, label, goTo, onSelect }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef({ state, onSelect });
  latest.current = { state, onSelect };

  useEffect(() => {
    const made = new EditorView(place.current, {
      state: latest.current.state,
      attributes: { role: "textbox", "aria-multiline": "true", tabindex: "0" },
      editable: () => false,
      plugins: [readingPlugin()],
      dispatchTransaction: (tr) => {
        made.updateState(made.state.apply(tr));
        latest.current.onSelect(selectedIn(made));
      },
    });
    showMayWrite(made, false);
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.updateState(state);
    latest.current.onSelect(null);
  }, [state]);

  useEffect(() => {
    view.current?.dom.setAttribute("aria-label", label);
  }, [label]);

  useEffect(() => {
    if (goTo !== null && view.current !== null) show(view.current, goTo);
  }, [goTo]);

  return (
    <div className="editor">
      <div ref={place} className="editor-place" />
    </div>
  );
}

function selectedIn({ state: { doc, selection } }: EditorView): Stretch | null {
  if (selection.empty) return null;
  return { from: posToIndex(doc, selection.from), to: posToIndex(doc, selection.to) };
}

function show(view: EditorView, { index, length }: { index: number; length: number }): void {
  const { doc, tr } = view.state;
  const [from, to] = [indexToPos(doc, index), indexToPos(doc, index + length)];
  view.dom.focus({ preventScroll: true });
  view.dispatch(tr.setSelection(TextSelection.between(doc.resolve(from), doc.resolve(to))));
  const { node } = view.domAtPos(from);
  const element = node instanceof Element ? node : node.parentElement;
  element?.scrollIntoView({ block: "center", behavior: scrollBehaviour() });
}
