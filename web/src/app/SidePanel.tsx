import { ActionIcon, Tooltip } from "@mantine/core";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarRightCollapse } from "@tabler/icons-react";
import type { KeyboardEvent, PointerEvent, ReactNode } from "react";
import { allowedWidth, MAX_WIDTH, MIN_WIDTH, type PanelLayout } from "./panel-layout";
import styles from "./SidePanel.module.css";
import { texts } from "./texts";

interface Props {
  readonly layout: PanelLayout;
  readonly onLayout: (change: Partial<PanelLayout>) => void;
  readonly tabs: ReactNode;
  /** What the folded panel says. */
  readonly name?: string;
  readonly children: ReactNode;
}

/** The panel beside the page: resizable, on either side, folds to a tab at the edge. */
export function SidePanel({ layout, onLayout, tabs, name, children }: Props) {
  const Collapse =
    layout.side === "left" ? IconLayoutSidebarLeftCollapse : IconLayoutSidebarRightCollapse;
  if (!layout.open)
    return (
      <button
        type="button"
        className={styles.edge}
        data-side={layout.side}
        onClick={() => onLayout({ open: true })}
        aria-label={texts.page.showPanel}
      >
        <span>{name ?? texts.page.suggestTab}</span>
      </button>
    );
  return (
    <aside
      className={styles.panel}
      data-side={layout.side}
      style={{ width: layout.width }}
      aria-label={texts.page.panel}
      id="panel"
      tabIndex={-1}
    >
      <Resizer layout={layout} onLayout={onLayout} />
      <div className={styles.top}>
        {tabs}
        <Tooltip label={texts.page.hidePanel}>
          <ActionIcon aria-label={texts.page.hidePanel} onClick={() => onLayout({ open: false })}>
            <Collapse size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={styles.content}>{children}</div>
    </aside>
  );
}

const STEP = 24;

type ResizerProps = Pick<Props, "layout" | "onLayout">;

/** The panel's inner edge: dragged with a pointer, moved with the arrow keys. */
function Resizer({ layout, onLayout }: ResizerProps) {
  const outward = layout.side === "right" ? -1 : 1;

  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const handle = event.currentTarget;
    const { clientX } = event;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = (moved) =>
      onLayout({ width: allowedWidth(layout.width + outward * (moved.clientX - clientX)) });
    handle.onlostpointercapture = () => {
      handle.onpointermove = null;
    };
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    onLayout({ width: allowedWidth(layout.width + outward * direction * STEP) });
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that can be moved has no element
    <div
      role="separator"
      className={styles.resizer}
      data-side={layout.side}
      aria-orientation="vertical"
      aria-label={texts.page.resizePanel}
      aria-valuemin={MIN_WIDTH}
      aria-valuemax={MAX_WIDTH}
      aria-valuenow={layout.width}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    />
  );
}
