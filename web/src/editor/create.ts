/** An editor for a shared document, without any framework. */
import { dropCursor } from "prosemirror-dropcursor";
import { EditorState, type Plugin } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { Binding, type BindingOptions } from "./binding";
import { blockMenuPlugin } from "./block-menu";
import { browserUndoPlugin } from "./browser-undo";
import { caretsPlugin } from "./carets";
import { clipboardPlugin } from "./clipboard/plugin";
import { dividerPlugin } from "./divider";
import { dropTargetPlugin } from "./drop-target";
import { freshSelectionPlugin } from "./fresh-selection";
import { inputRulesPlugin } from "./input-rules";
import { keymaps } from "./keymap";
import { placeholderPlugin } from "./placeholder";
import { pointerPlugin } from "./pointer";
import { readingPlugin } from "./reading";

export interface EditorOptions extends BindingOptions {
  readonly place: HTMLElement | null;
  /** Names the document in what is copied out of it. */
  readonly documentId: string;
  /** Asked before the editor's own plugins. */
  readonly plugins?: readonly Plugin[];
  readonly attributes?: Record<string, string>;
  /** What an empty document says. */
  readonly placeholder?: string;
}

export interface CreatedEditor {
  readonly view: EditorView;
  readonly binding: Binding;
  destroy(): void;
}

export function createEditor(options: EditorOptions): CreatedEditor {
  const binding = new Binding(options);
  const state = EditorState.create({
    doc: binding.shownText(),
    plugins: [
      freshSelectionPlugin(),
      binding.plugin(),
      readingPlugin(),
      browserUndoPlugin(),
      ...(options.plugins ?? []),
      caretsPlugin(),
      dropTargetPlugin(),
      dropCursor({ color: false, class: "drop-caret-line", width: 2 }),
      pointerPlugin(),
      placeholderPlugin(options.placeholder ?? ""),
      blockMenuPlugin(),
      inputRulesPlugin(),
      clipboardPlugin(options.documentId),
      dividerPlugin(),
      keymaps(),
    ],
  });
  const view = new EditorView(options.place, {
    state,
    editable: () => binding.editable,
    scrollMargin: { top: 48, right: 8, bottom: 96, left: 8 },
    scrollThreshold: { top: 32, right: 0, bottom: 80, left: 0 },
    attributes: {
      role: "textbox",
      "aria-multiline": "true",
      // Whoever may only read reaches and scrolls the text by keyboard too.
      tabindex: "0",
      ...options.attributes,
    },
    dispatchTransaction: (tr) => binding.dispatch(tr),
  });
  binding.attach(view);
  return {
    view,
    binding,
    destroy: () => {
      binding.destroy();
      view.destroy();
    },
  };
}
