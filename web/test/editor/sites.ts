/** Editors of several people in one process, exchanging updates when the test says so. */

import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import type { Mismatch } from "../../src/editor/binding";
import { docFromText } from "../../src/editor/content";
import { type CreatedEditor, createEditor } from "../../src/editor/create";
import { indexToPos } from "../../src/editor/positions";
import type { Delta } from "../../src/model/delta";

/** jsdom has no layout to scroll in. */
const withoutLayout = new Plugin({ props: { handleScrollToSelection: () => true } });

/** The id of the document that all sites share. */
export const DOCUMENT = "d_here";

const SERVER = 4294967295;

/** A document as the server makes it, with text that one earlier writer has typed. */
export function newDocument(delta: Delta = []): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = SERVER;
  doc.getText("content").insert(0, "\n");
  doc.clientID = 1;
  if (delta.length > 0) doc.getText("content").applyDelta(delta as never);
  return Y.encodeStateAsUpdate(doc);
}

export interface SiteOptions {
  readonly start?: Uint8Array;
  readonly stock?: boolean;
  readonly readonly?: boolean;
  readonly editable?: () => boolean;
  /** {@link DOCUMENT} if not given. */
  readonly documentId?: string;
}

/** One person: a document, an editor unless `stock`, and the updates not yet sent. */
export class Site {
  readonly doc = new Y.Doc();
  readonly text: Y.Text;
  readonly outbox: Uint8Array[] = [];
  readonly mismatches: string[] = [];
  private readonly created: CreatedEditor | null;

  constructor(
    readonly client: number,
    options: SiteOptions = {},
  ) {
    this.doc.clientID = client;
    this.text = this.doc.getText("content");
    Y.applyUpdate(this.doc, options.start ?? newDocument());
    this.created = options.stock
      ? null
      : createEditor({
          documentId: options.documentId ?? DOCUMENT,
          doc: this.doc,
          place: document.body,
          checks: "always",
          editable: options.editable ?? (() => !options.readonly),
          plugins: [withoutLayout],
          onMismatch: (mismatch) => this.mismatches.push(describe(mismatch)),
        });
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "network") this.outbox.push(update);
    });
  }

  get editor(): CreatedEditor {
    if (!this.created) throw new Error("A stock client has no editor");
    return this.created;
  }

  get view() {
    return this.editor.view;
  }

  get state(): EditorState {
    return this.view.state;
  }

  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, "network");
  }

  /** Selects between two model indexes. */
  select(anchor: number, head = anchor): this {
    const { doc, tr } = this.state;
    const from = indexToPos(doc, anchor);
    this.view.dispatch(tr.setSelection(TextSelection.create(doc, from, indexToPos(doc, head))));
    return this;
  }

  /** Types as the browser would, through input rules. */
  type(text: string): this {
    for (const char of text) {
      const { from, to } = this.state.selection;
      const handled = this.view.someProp("handleTextInput", (handle) =>
        handle(this.view, from, to, char, () => this.state.tr.insertText(char, from, to)),
      );
      if (!handled) this.view.dispatch(this.state.tr.insertText(char, from, to));
    }
    return this;
  }

  /** Presses a key such as `Enter` or `Ctrl+Shift+7`. @returns whether the editor handled it. */
  press(name: string): boolean {
    const parts = name.split("+");
    const key = parts.pop() ?? "";
    const event = new KeyboardEvent("keydown", {
      key,
      ctrlKey: parts.includes("Ctrl"),
      altKey: parts.includes("Alt"),
      shiftKey: parts.includes("Shift"),
      bubbles: true,
      cancelable: true,
    });
    return Boolean(this.view.someProp("handleKeyDown", (handle) => handle(this.view, event)));
  }

  /** The text of the whole document, `\n` at line ends, U+FFFC for embeds. */
  get string(): string {
    const delta = this.text.toDelta() as Delta;
    return delta
      .map((op) => ("insert" in op && typeof op.insert === "string" ? op.insert : "\ufffc"))
      .join("");
  }

  get caret(): number {
    return this.state.selection.head - this.state.selection.$head.index(0) - 1;
  }

  destroy(): void {
    if (this.doc.isDestroyed) return;
    this.created?.destroy();
    this.doc.destroy();
  }
}

function describe({ after, shown, expected }: Mismatch): string {
  const at = shown.content.findDiffStart(expected.content) ?? 0;
  const around = (doc: Node) =>
    JSON.stringify(doc.slice(Math.max(0, at - 3), Math.min(doc.content.size, at + 12)));
  return `after ${after}\nshown    ${around(shown)}\nexpected ${around(expected)}`;
}

/** Exchanges everything between all sites. */
export function exchange(...sites: readonly Site[]): void {
  const sent = sites.map((site) => site.outbox.splice(0));
  sent.forEach((updates, from) => {
    sites.forEach((site, to) => {
      if (from !== to) for (const update of updates) site.receive(update);
    });
  });
  if (sites.some((site) => site.outbox.length > 0)) exchange(...sites);
}

/** What must hold for every site at any time: the editor shows the text. */
export function expectShowsText(site: Site): void {
  const expected = docFromText(site.text.toDelta() as Delta);
  if (!expected.eq(site.state.doc)) {
    throw new Error(`editor ${site.state.doc}\nis not text ${expected}`);
  }
  if (site.mismatches.length > 0) throw new Error(site.mismatches.join("; "));
}
