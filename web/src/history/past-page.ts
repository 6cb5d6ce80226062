/** The page as it was, as the state of an editor that nobody writes in. */
import type { Node } from "prosemirror-model";
import { EditorState, Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { type Attributed, attributionOf } from "../authorship/attribution";
import { decorate, type Names } from "../authorship/decorations";
import { LineIndex } from "../authorship/line-index";
import { lookClass } from "../authorship/palette-style";
import { docFromText } from "../editor/content";
import type { InsertOp } from "../model/delta";
import type { ComparedRun, PastRun } from "../wire/history";
import { type ChangeKind, kindOf } from "./changes";

/** Says who did what, for whoever points at a change. */
export type Describe = (kind: ChangeKind, run: ComparedRun) => string;

/** The state that shows a moment. */
export function momentState(runs: readonly PastRun[], names: Names | null): EditorState {
  const doc = docOf(runs);
  return stateOf(doc, names === null ? [] : authorDecorations(doc, runs, names));
}

/** The state that shows what became of the page between two moments. */
export function comparisonState(
  runs: readonly ComparedRun[],
  names: Names,
  describe: Describe,
): EditorState {
  const doc = docOf(runs);
  return stateOf(doc, changeDecorations(runs, names, describe));
}

function docOf(runs: readonly PastRun[]): Node {
  return docFromText(
    runs.map(
      ({ insert, attributes }): InsertOp => (attributes ? { insert, attributes } : { insert }),
    ),
  );
}

function stateOf(doc: Node, decorations: Decoration[]): EditorState {
  const set = DecorationSet.create(doc, decorations);
  return EditorState.create({ doc, plugins: [new Plugin({ props: { decorations: () => set } })] });
}

function authorDecorations(doc: Node, runs: readonly PastRun[], names: Names): Decoration[] {
  let index = 0;
  const pieces = runs.map(({ insert, span }): Attributed => {
    const length = typeof insert === "string" ? insert.length : 1;
    const { client, clock } = span;
    const piece = { index, length, client, clock, span, ...attributionOf(span) };
    index += length;
    return piece;
  });
  const lines = LineIndex.of(doc);
  const decorated = decorate(
    lines.lines({ from: 0, to: lines.count }),
    { pieces, dim: pieces.map(() => false) },
    null,
    names,
  );
  return decorated.flatMap(({ decorations }) => decorations);
}

function changeDecorations(
  runs: readonly ComparedRun[],
  names: Names,
  describe: Describe,
): Decoration[] {
  const decorations: Decoration[] = [];
  let pos = 1;
  for (const run of runs) {
    const parts = typeof run.insert === "string" ? run.insert.split("\n") : [null];
    const kind = kindOf(run);
    const look = names.look(run.by ?? null);
    const name = ["past-change", `past-${kind}`, look && `by ${lookClass(look)}`];
    const attributes = kind && {
      class: name.filter(Boolean).join(" "),
      title: describe(kind, run),
    };
    parts.forEach((part, at) => {
      if (at > 0) {
        if (attributes) decorations.push(lineEndAt(pos, attributes));
        pos += 2;
      }
      const length = part === null ? 1 : part.length;
      if (attributes && length > 0)
        decorations.push(Decoration.inline(pos, pos + length, attributes));
      pos += length;
    });
  }
  return decorations;
}

/** A line end that came, went or has another format. */
function lineEndAt(pos: number, attributes: { class: string; title: string }): Decoration {
  const draw = () => {
    const element = document.createElement("span");
    element.className = `past-line-end ${attributes.class}`;
    element.title = attributes.title;
    return element;
  };
  return Decoration.widget(pos, draw, { side: 1, key: `end ${attributes.class}` });
}
