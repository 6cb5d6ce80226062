/** Where each line of an editor's document begins. */
import type { Node } from "prosemirror-model";
import type { Range, Ranges } from "./ranges";

/** One line: where it is in the document and in the model. */
export interface Line {
  readonly pos: number;
  readonly size: number;
  readonly index: number;
}

const known = new WeakMap<Node, LineIndex>();

export class LineIndex {
  readonly #doc: Node;
  readonly #starts: Uint32Array;

  private constructor(doc: Node) {
    this.#doc = doc;
    this.#starts = new Uint32Array(doc.childCount + 1);
    doc.content.content.forEach((line, at) => {
      this.#starts[at + 1] = (this.#starts[at] ?? 0) + line.nodeSize;
    });
  }

  /** The index of a document: made once, since documents never change. */
  static of(doc: Node): LineIndex {
    const index = known.get(doc) ?? new LineIndex(doc);
    known.set(doc, index);
    return index;
  }

  get count(): number {
    return this.#doc.childCount;
  }

  /** The position before a line; for the number of lines, the end of the document. */
  posOf(line: number): number {
    return this.#starts[Math.min(line, this.count)] ?? 0;
  }

  /** The model index at which a line begins. */
  indexOf(line: number): number {
    return this.posOf(line) - line;
  }

  line(at: number): Line {
    const pos = this.posOf(at);
    return { pos, size: this.posOf(at + 1) - pos, index: pos - at };
  }

  lines({ from, to }: Range): Line[] {
    return Array.from({ length: to - from }, (_, at) => this.line(from + at));
  }

  /** The line that holds a model index, which may be that of its `\n`. */
  lineAtIndex(index: number): number {
    return this.#last((line) => this.indexOf(line) <= index);
  }

  /** Lines as positions. */
  positions({ from, to }: Range): Range {
    return { from: this.posOf(from), to: this.posOf(to) };
  }

  /** The lines that lie wholly in ranges of positions. */
  linesIn(positions: Ranges): Ranges {
    return positions.flatMap(({ from, to }) => {
      const first = from <= 0 ? 0 : this.#last((line) => this.posOf(line) < from) + 1;
      const behind = this.#last((line) => this.posOf(line) <= to);
      const end = to >= this.posOf(this.count) ? this.count : behind;
      return first < end ? [{ from: first, to: end }] : [];
    });
  }

  /** The last line for which `holds`, which then holds for all before it; the first if there is none. */
  #last(holds: (line: number) => boolean): number {
    let low = 0;
    let high = Math.max(0, this.count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (holds(middle)) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
