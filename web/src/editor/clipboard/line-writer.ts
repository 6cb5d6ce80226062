/** Collects text into lines while HTML is read, with the white space rules of HTML. */
import type { Node as Line } from "prosemirror-model";
import { type LineFormat, PLAIN_LINE, type TextFormat } from "../../model/formats";
import { createLine, inlineNode, marksOf, schema } from "../schema";

interface Piece {
  text: string;
  readonly format: TextFormat;
}

/** Control characters, halves of surrogate pairs and byte order marks are not text. */
export function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]|\p{Surrogate}/gu, "");
}

export class LineWriter {
  private readonly lines: Line[] = [];
  private pieces: Piece[] = [];
  private format: LineFormat = PLAIN_LINE;
  private trims = true;

  /** How many lines are written. */
  get count(): number {
    return this.lines.length;
  }

  /** Text in which white space is a single space already; spaces at line edges are dropped. */
  text(text: string, format: LineFormat, style: TextFormat): void {
    const last = this.pieces[this.pieces.length - 1];
    const afterSpace = !last || /[ \t]$/.test(last.text);
    this.add(afterSpace ? text.replace(/^ /, "") : text, format, style);
    this.trims = true;
  }

  /** Text that is kept as it is. */
  exactText(text: string, format: LineFormat, style: TextFormat): void {
    this.add(text, format, style);
    this.trims = false;
  }

  private add(text: string, format: LineFormat, style: TextFormat): void {
    const clean = cleanText(text);
    if (clean === "") return;
    if (this.pieces.length === 0) this.format = format;
    this.pieces.push({ text: clean, format: style });
  }

  /** Ends the line, also an empty one. */
  endLine(format: LineFormat): void {
    if (this.pieces.length === 0) this.format = format;
    this.write();
  }

  /** A block begins: what came before it is a line, if there was anything. */
  startBlock(): void {
    if (this.pieces.length > 0) this.write();
  }

  endBlock(): void {
    if (this.pieces.length > 0) this.write();
  }

  divider(): void {
    this.startBlock();
    this.lines.push(createLine(PLAIN_LINE, [inlineNode({ divider: true }, undefined)]));
  }

  /** All lines; one that is empty if there was nothing. */
  finish(): Line[] {
    this.endBlock();
    return this.lines.length > 0 ? this.lines : [createLine(PLAIN_LINE)];
  }

  private write(): void {
    const last = this.pieces[this.pieces.length - 1];
    if (last && this.trims) last.text = last.text.replace(/ $/, "");
    const content = this.pieces
      .filter(({ text }) => text !== "")
      .map(({ text, format }) => schema.text(text, marksOf(format)));
    this.lines.push(createLine(this.format, content));
    this.pieces = [];
    this.trims = true;
  }
}
