import { ActionIcon } from "@mantine/core";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { type PointerEvent, type ReactNode, useRef } from "react";
import { useKeyboardInset } from "../editor/use-keyboard-inset";
import { HEIGHTS, type Height, nextHeight } from "./panel-layout";
import styles from "./SidePanel.module.css";
import { texts } from "./texts";

interface Props {
  readonly height: Height;
  readonly onHeight: (height: Height) => void;
  readonly tabs: ReactNode;
  /** Out of the way while a place in the page is being shown. */
  readonly aside: boolean;
  readonly children: ReactNode;
}

/** How far in px the grip must be pulled to reach the next height. */
const PULL = 40;

/** The panel on a narrow screen: a sheet with three heights, pulled or stepped. */
export function BottomSheet({ height, onHeight, tabs, aside, children }: Props) {
  const from = useRef<number | null>(null);
  const keyboard = useKeyboardInset();

  const onPointerUp = (event: PointerEvent): void => {
    if (from.current === null) return;
    const pulled = from.current - event.clientY;
    from.current = null;
    if (Math.abs(pulled) < PULL) return;
    const up = pulled > 0;
    const far = Math.abs(pulled) > window.innerHeight / 2;
    onHeight(far ? ((up ? HEIGHTS.at(-1) : HEIGHTS[0]) ?? height) : nextHeight(height, up));
  };

  return (
    <aside
      className={styles.sheet}
      style={{ bottom: keyboard }}
      data-height={height}
      data-aside={aside || undefined}
      aria-label={texts.page.panel}
      id="panel"
      tabIndex={-1}
    >
      <div
        className={styles.grip}
        onPointerDown={(event) => {
          from.current = event.clientY;
        }}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          from.current = null;
        }}
      >
        {tabs}
        <div>
          <Step up height={height} onHeight={onHeight} />
          <Step up={false} height={height} onHeight={onHeight} />
        </div>
      </div>
      <div className={styles.content} inert={height === "peek"}>
        {children}
      </div>
    </aside>
  );
}

interface StepProps extends Pick<Props, "height" | "onHeight"> {
  readonly up: boolean;
}

function Step({ up, height, onHeight }: StepProps) {
  const next = nextHeight(height, up);
  const Icon = up ? IconChevronUp : IconChevronDown;
  return (
    <ActionIcon
      size={40}
      disabled={next === height}
      aria-label={up ? texts.page.raisePanel : texts.page.lowerPanel}
      onClick={() => onHeight(next)}
      bg="transparent"
    >
      <Icon size={20} stroke={1.6} />
    </ActionIcon>
  );
}
