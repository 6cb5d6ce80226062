/** Moving lines up and down: deleted here and inserted there, in one step. */
import { Fragment, Slice } from "prosemirror-model";
import { type Command, TextSelection } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import { selectedLines } from "./lines";
import { claim } from "./meta";

export function moveLines(direction: "up" | "down"): Command {
  return (state, dispatch) => {
    const lines = selectedLines(state);
    const first = lines[0];
    const last = lines[lines.length - 1];
    if (!first || !last) return false;
    const from = first.before;
    const to = last.before + last.node.nodeSize;
    const other = state.doc.maybeChild(direction === "up" ? first.number - 1 : last.number + 1);
    if (!other) return true;
    const shift = direction === "up" ? -other.nodeSize : other.nodeSize;
    if (dispatch) {
      const { tr, selection } = state;
      const content = Fragment.from(lines.map(({ node }) => node));
      tr.step(new ReplaceStep(from, to, Slice.empty));
      tr.step(new ReplaceStep(from + shift, from + shift, new Slice(content, 0, 0)));
      // A selection may end at the start of a line that does not move; behind the last there is none.
      const moved = (pos: number) => Math.min(pos + shift, tr.doc.content.size - 1);
      tr.setSelection(TextSelection.create(tr.doc, moved(selection.anchor), moved(selection.head)));
      dispatch(claim(tr, "moved").scrollIntoView());
    }
    return true;
  };
}
