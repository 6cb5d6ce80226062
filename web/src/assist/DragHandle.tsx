import { IconGripVertical } from "@tabler/icons-react";
import { type DragEvent, type PointerEvent, useRef } from "react";
import { texts } from "../app/texts";
import styles from "./AssistPanel.module.css";
import { countWords } from "./difference";
import type { Placeable } from "./placing";
import type { Desk } from "./placing-desk";
import { SUGGESTION_TYPE } from "./placing-input";

interface Props {
  readonly name: string;
  readonly item: Placeable;
  readonly desk: Desk;
}

/** How long in ms a finger rests, or how far in px it moves, before it carries the card. */
const LONG_PRESS_MS = 220;
const SLOP = 10;

/** The handle by which a ready card is dragged: with a mouse, or by a long press of a finger. */
export function DragHandle({ name, item, desk }: Props) {
  const held = useRef<{ x: number; y: number; timer: number; ghost: HTMLElement | null } | null>(
    null,
  );

  const lift = (): void => {
    const now = held.current;
    if (now === null || now.ghost !== null) return;
    now.ghost = document.body.appendChild(chip(item));
    moveTo(now.ghost, now.x, now.y);
    desk.drag(item);
  };
  const letGo = (): boolean => {
    const now = held.current;
    held.current = null;
    if (now === null) return false;
    window.clearTimeout(now.timer);
    now.ghost?.remove();
    return now.ghost !== null;
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const byMouse = event.pointerType === "mouse";
    event.currentTarget.draggable = byMouse;
    if (byMouse) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y } = event;
    held.current = { x, y, timer: window.setTimeout(lift, LONG_PRESS_MS), ghost: null };
  };
  const onPointerMove = (event: PointerEvent): void => {
    const now = held.current;
    if (now === null) return;
    if (Math.hypot(event.clientX - now.x, event.clientY - now.y) > SLOP) lift();
    if (now.ghost === null) return;
    moveTo(now.ghost, event.clientX, event.clientY);
    desk.aimAt(event.clientX, event.clientY);
  };

  return (
    <span
      className={styles.handle}
      title={texts.assist.dragHint}
      aria-hidden
      data-drag-handle={name}
      draggable
      onDragStart={(event) => startDrag(event, item, desk)}
      onDragEnd={() => desk.cancel()}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => letGo() && desk.drop()}
      onPointerCancel={() => letGo() && desk.cancel()}
      onContextMenu={(event) => event.preventDefault()}
    >
      <IconGripVertical size={18} stroke={1.7} />
    </span>
  );
}

/** Begins a mouse drag that carries the suggestion and nothing that another page could take. */
export function startDrag(event: DragEvent, item: Placeable, desk: Desk): void {
  const { dataTransfer } = event;
  dataTransfer.clearData();
  dataTransfer.setData(SUGGESTION_TYPE, item.suggestion);
  dataTransfer.effectAllowed = "copy";
  const image = document.body.appendChild(chip(item));
  dataTransfer.setDragImage(image, -12, 10);
  // The browser has taken its picture once this event is over.
  window.setTimeout(() => image.remove());
  desk.drag(item);
}

/** What hangs on the pointer: few words, so that the place stays visible. */
function chip(item: Placeable): HTMLElement {
  const element = document.createElement("div");
  element.className = styles.chipDragged ?? "";
  element.setAttribute("aria-hidden", "true");
  const number = item.number === null ? "" : `${texts.assist.number(item.number)} · `;
  element.textContent = number + texts.assist.words(countWords(item.text));
  return element;
}

function moveTo(element: HTMLElement, x: number, y: number): void {
  element.style.transform = `translate(${x + 12}px, ${y - 60}px)`;
}
