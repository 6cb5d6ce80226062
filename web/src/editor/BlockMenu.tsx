/** The list of the `/` menu. The focus stays in the text; the marked block is its active descendant. */
import { Paper } from "@mantine/core";
import type { EditorView } from "prosemirror-view";
import { useLayoutEffect, useRef } from "react";
import { blockMenu, chooseBlock, MENU_ID, optionId } from "./block-menu";
import { texts } from "./texts";
import { useEditorState } from "./use-editor-state";

const GAP_PX = 6;

export function BlockMenu({ view }: { readonly view: EditorView }) {
  const { state } = useEditorState(view);
  const list = useRef<HTMLDivElement>(null);
  const open = blockMenu(state);
  const at = open?.at ?? null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a shorter list has another place
  useLayoutEffect(() => {
    if (at !== null && list.current) placeBelow(view, list.current, at);
  }, [view, at, open?.blocks.length]);
  if (!open) return null;
  return (
    <Paper
      ref={list}
      id={MENU_ID}
      className="block-menu"
      shadow="md"
      withBorder
      role="listbox"
      aria-label={texts.blocks}
    >
      {open.blocks.map((block, index) => (
        <div
          key={block.name}
          id={optionId(index)}
          className="block-menu-option"
          role="option"
          tabIndex={-1}
          aria-selected={index === open.marked}
          // The caret stays in the text, also for a finger.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => chooseBlock(view, block)}
          onKeyDown={() => undefined}
        >
          {block.name}
        </div>
      ))}
    </Paper>
  );
}

/** Below the caret, or above it where there is no room below. */
function placeBelow(view: EditorView, list: HTMLElement, at: number): void {
  const frame = list.offsetParent?.getBoundingClientRect();
  if (!frame) return;
  const { left, top, bottom } = view.coordsAtPos(at);
  const fits = bottom + GAP_PX + list.offsetHeight < window.innerHeight;
  const y = fits ? bottom + GAP_PX : top - GAP_PX - list.offsetHeight;
  const x = Math.min(left - frame.left, frame.width - list.offsetWidth - GAP_PX);
  list.style.transform = `translate(${Math.max(GAP_PX, x)}px, ${y - frame.top}px)`;
}
