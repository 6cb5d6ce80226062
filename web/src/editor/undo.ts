/** Undo and redo of one's own changes, with the selection they were made from. */
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { type Cursor, cursorAt, cursorIndexes } from "./cursor";
import { indexToPos, posToIndex } from "./positions";

const CAPTURE_MS = 500;

interface StackItemEvent {
  readonly stackItem: { readonly meta: Map<unknown, unknown> };
}

export class UndoHistory {
  private readonly manager: Y.UndoManager;
  private before: Cursor | null = null;

  /** @param origin the origin of the transactions that can be undone. */
  constructor(
    private readonly text: Y.Text,
    origin: object,
    private readonly view: () => EditorView | null,
  ) {
    this.manager = new Y.UndoManager(text, {
      trackedOrigins: new Set([origin]),
      captureTimeout: CAPTURE_MS,
    });
    this.manager.on("stack-item-added", this.onAdded);
    this.manager.on("stack-item-popped", this.onPopped);
  }

  get canUndo(): boolean {
    return this.manager.canUndo();
  }

  get canRedo(): boolean {
    return this.manager.canRedo();
  }

  /** @returns whether there was something to undo. */
  undo(): boolean {
    this.remember();
    return this.manager.undo() !== null;
  }

  redo(): boolean {
    this.remember();
    return this.manager.redo() !== null;
  }

  /** What comes next is undone by itself. */
  stopCapturing(): void {
    this.manager.stopCapturing();
  }

  /** Notes the selection: call before a change. */
  remember(): void {
    const view = this.view();
    if (!view) return;
    const { doc, selection } = view.state;
    this.before = cursorAt(
      this.text,
      posToIndex(doc, selection.anchor),
      posToIndex(doc, selection.head),
    );
  }

  destroy(): void {
    this.manager.destroy();
  }

  private readonly onAdded = ({ stackItem }: StackItemEvent): void => {
    stackItem.meta.set(this, this.before);
  };

  private readonly onPopped = ({ stackItem }: StackItemEvent): void => {
    const view = this.view();
    const cursor = stackItem.meta.get(this) as Cursor | null | undefined;
    const indexes = cursor && cursorIndexes(this.text, cursor);
    if (!view || !indexes) return;
    const { tr } = view.state;
    const anchor = indexToPos(tr.doc, indexes.anchorIndex);
    const head = indexToPos(tr.doc, indexes.headIndex);
    view.dispatch(tr.setSelection(TextSelection.create(tr.doc, anchor, head)).scrollIntoView());
  };
}
