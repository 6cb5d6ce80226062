/** Formatting: floats above what is selected; on narrow screens it is docked above the keyboard. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { TextSelection } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useRef, useState } from "react";
import { beginComment, mayComment } from "./comment-door";
import { dropTarget } from "./drop-target";
import { LinkField } from "./LinkField";
import { linkAt } from "./marks";
import { texts } from "./texts";
import { COMMENT, GROUPS, HISTORY, type Tool } from "./tools";
import { useEditorState } from "./use-editor-state";
import { useKeyboardInset } from "./use-keyboard-inset";

const WIDE = "(min-width: 900px)";

interface Props {
  readonly view: EditorView;
  /** Whoever may not write is only offered to comment. */
  readonly editable: boolean;
}

export function Toolbar({ view, editable }: Props) {
  const wide = useMediaQuery(WIDE, window.matchMedia(WIDE).matches) ?? true;
  const { state } = useEditorState(view);
  const groups = [...(editable ? GROUPS : []), ...(mayComment(state) ? [COMMENT] : [])];
  if (groups.length === 0) return null;
  if (wide || !editable) return <FloatingToolbar view={view} groups={groups} />;
  return <DockedToolbar view={view} groups={[HISTORY, ...groups]} />;
}

interface BarProps {
  readonly view: EditorView;
  readonly groups: readonly (readonly Tool[])[];
}

function FloatingToolbar({ view, groups }: BarProps) {
  const { state, focused, pointing, asked } = useEditorState(view);
  const box = useRef<HTMLDivElement>(null);
  const [inside, setInside] = useState(false);
  const { selection } = state;
  const selected = selection instanceof TextSelection && !selection.empty;
  const placing = dropTarget(state) !== null;
  const visible = !placing && (asked || inside || (focused && selected && !pointing));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place follows every new state
  useLayoutEffect(() => {
    if (visible && box.current) placeAbove(view, box.current);
  }, [view, state, visible]);
  if (!visible) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the focus of its buttons
    <div
      ref={box}
      className="toolbar toolbar-floating"
      role="presentation"
      onMouseDown={keepFocus}
      onFocus={() => setInside(true)}
      onBlur={(event) => setInside(event.currentTarget.contains(event.relatedTarget))}
    >
      <Tools view={view} groups={groups} focusFirst={asked} />
    </div>
  );
}

/** Pressing a button, or beside one, leaves the selection in the text; only a field takes the focus. */
function keepFocus(event: MouseEvent<HTMLElement>): void {
  if (!(event.target instanceof HTMLInputElement)) event.preventDefault();
}

/** Puts the bar above the selection, or below it where there is no room above. */
function placeAbove(view: EditorView, bar: HTMLElement): void {
  const frame = bar.offsetParent?.getBoundingClientRect();
  if (!frame) return;
  const { from, to } = view.state.selection;
  const start = view.coordsAtPos(from);
  const end = view.coordsAtPos(to, -1);
  const middle =
    end.top - start.top < 8 ? (start.left + end.right) / 2 : start.left + bar.offsetWidth / 2;
  const text = view.dom.firstElementChild?.getBoundingClientRect() ?? frame;
  const least = Math.max(8, text.left - frame.left - 8);
  const most = frame.width - bar.offsetWidth - 8;
  const left = Math.min(Math.max(least, middle - frame.left - bar.offsetWidth / 2), most);
  const above = start.top - frame.top - bar.offsetHeight - 10;
  const visibleTop = view.dom.closest("main")?.getBoundingClientRect().top ?? 0;
  const fits = start.top - bar.offsetHeight - 10 > visibleTop;
  bar.style.transform = `translate(${left}px, ${fits ? above : end.bottom - frame.top + 10}px)`;
}

function DockedToolbar({ view, groups }: BarProps) {
  const { state, focused } = useEditorState(view);
  const inset = useKeyboardInset();
  const [inside, setInside] = useState(false);
  if ((!focused && !inside) || dropTarget(state) !== null) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the focus of its buttons
    <div
      className="toolbar toolbar-docked"
      role="presentation"
      style={{ bottom: inset }}
      onMouseDown={keepFocus}
      onFocus={() => setInside(true)}
      onBlur={(event) => setInside(event.currentTarget.contains(event.relatedTarget))}
    >
      <Tools view={view} groups={groups} focusFirst={false} />
    </div>
  );
}

interface ToolsProps extends BarProps {
  readonly focusFirst: boolean;
}

function Tools({ view, groups, focusFirst }: ToolsProps) {
  const [linking, setLinking] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (focusFirst) bar.current?.querySelector("button")?.focus();
  }, [focusFirst]);
  const { state, linkAsked } = useEditorState(view);
  if (linking || linkAsked) {
    const href = linkAt(state, state.selection.from)?.href ?? "";
    return <LinkField view={view} href={href} onDone={() => setLinking(false)} />;
  }
  const onKeyDown = (event: KeyboardEvent) => walk(event, bar.current, () => view.focus());
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={texts.toolbar}
      aria-orientation="horizontal"
      className="tools"
      onKeyDown={onKeyDown}
    >
      {groups.map((group, i) => (
        <div key={group[0]?.name} className="tool-group">
          {group.map((tool, j) => (
            <ToolButton
              key={tool.name}
              view={view}
              tool={tool}
              isFirst={i === 0 && j === 0}
              onLink={() => setLinking(true)}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

/** Arrow keys go from button to button, Escape back into the text. */
function walk(event: KeyboardEvent, bar: HTMLElement | null, leave: () => void): void {
  if (event.key === "Escape") leave();
  const buttons = [...(bar?.querySelectorAll("button") ?? [])];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || at < 0) return;
  event.preventDefault();
  buttons[(at + step + buttons.length) % buttons.length]?.focus();
}

interface ToolButtonProps {
  readonly view: EditorView;
  readonly tool: Tool;
  readonly isFirst: boolean;
  readonly onLink: () => void;
}

function ToolButton({ view, tool, isFirst, onLink }: ToolButtonProps) {
  const { name, keys, Icon, isOn, command } = tool;
  const on = isOn(view.state);
  const run = () => {
    if (command === "link") {
      onLink();
      return;
    }
    if (command === "comment") {
      beginComment(view.state);
      return;
    }
    command(view.state, view.dispatch, view);
    view.focus();
  };
  return (
    <Tooltip label={keys ? `${name} (${keys})` : name}>
      <ActionIcon
        aria-label={name}
        aria-pressed={on}
        variant={on ? "light" : "subtle"}
        color={on ? "ink" : "gray"}
        tabIndex={isFirst ? 0 : -1}
        onClick={run}
      >
        <Icon size={18} stroke={1.75} />
      </ActionIcon>
    </Tooltip>
  );
}
