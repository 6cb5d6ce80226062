/** What was copied or dragged here, so that pasted text is known again by its ids. */
import { type Node as Line, Fragment as LineFragment, type Slice } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import { type ClaimSource, OUTSIDE, type Piece } from "../../model/claims";
import { PLAIN_LINE } from "../../model/formats";
import { textOfRuns } from "../../model/ids";
import { bindingOf } from "../binding";
import { mayHold } from "../ids";
import { createLine, schema } from "../schema";
import { type Copied, readCopied, writeReference } from "./reference";
import { unitsOfLines } from "./text";

/** The lines of a slice, none if it is empty. */
export function linesOf(slice: Slice): readonly Line[] {
  const { content } = slice;
  if (content.size === 0) return [];
  return content.firstChild?.type === schema.nodes.line
    ? content.content
    : [createLine(PLAIN_LINE, [...content.content])];
}

/** What the plain text of a copy was, and what it was made of. */
interface Remembered {
  readonly plain: string;
  readonly copied: Copied;
}

const MAX_REMEMBERED = 4;

const withPlainEnds = (text: string) => text.replace(/\r\n?/g, "\n");

export class Copies {
  private current: Copied | null = null;
  private remembered: readonly Remembered[] = [];

  constructor(private readonly documentId: string) {}

  /** Notes which ids the selection has now, at the moment it is copied. */
  take(view: EditorView, slice: Slice): Slice {
    const { selection } = view.state;
    this.current = null;
    if (!selection.content().eq(slice)) return slice;
    const runs = bindingOf(view.state).runsBetween(selection.from, selection.to);
    const units = unitsOfLines(LineFragment.from(linesOf(slice)));
    // While a composition holds changes by others back, the editor may show another text.
    if (textOfRuns(runs) === units) this.current = { document: this.documentId, runs };
    return slice;
  }

  /** The reference to what was taken last; empty when it has none. */
  readonly reference = (): string => (this.current ? writeReference(this.current) : "");

  /** Notes the plain text of what was taken last. */
  remember(plain: string): string {
    const { current } = this;
    if (current && plain !== "") {
      const others = this.remembered.slice(0, MAX_REMEMBERED - 1);
      this.remembered = [{ plain, copied: current }, ...others];
    }
    return plain;
  }

  /** What is to be claimed for pasted or dropped data. */
  sourceOf(view: EditorView, data: DataTransfer | null): ClaimSource {
    const plain = withPlainEnds(data?.getData("text/plain") ?? "");
    const copied =
      readCopied(data?.getData("text/html") ?? "") ??
      this.remembered.find((one) => one.plain === plain)?.copied;
    if (!copied) return OUTSIDE;
    return {
      text: textOfRuns(copied.runs),
      pieces: this.piecesOf(view, copied),
      rest: OUTSIDE.rest,
    };
  }

  private piecesOf(view: EditorView, { document, runs }: Copied): Piece[] {
    const { text } = bindingOf(view.state);
    const isHere = document === this.documentId;
    return runs.map((run) => {
      const from = { client: run.client, clock: run.clock };
      const { length } = run.text;
      if (!isHere) return { length, source: { from, document } };
      return { length, source: mayHold(text, run) ? { from } : OUTSIDE.rest };
    });
  }
}
