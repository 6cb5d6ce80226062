import { ActionIcon, Menu } from "@mantine/core";
import {
  IconAdjustmentsHorizontal,
  IconChartAreaLine,
  IconDots,
  IconHistory,
  IconKeyboard,
  IconLayoutSidebar,
  IconLayoutSidebarRight,
  IconShare2,
  IconTypography,
  IconUserCircle,
} from "@tabler/icons-react";
import { Link } from "wouter";
import { AppearanceItems } from "./AppearanceItems";
import type { PanelLayout } from "./panel-layout";
import { texts } from "./texts";

interface Props {
  readonly layout: PanelLayout;
  readonly onLayout: (change: Partial<PanelLayout>) => void;
  readonly font: "serif" | "sans";
  readonly onFont: (font: "serif" | "sans") => void;
  readonly onShortcuts: () => void;
  readonly onProfile: () => void;
  /** Null where there is no assistant. */
  readonly onAssistant: (() => void) | null;
  /** On narrow screens sharing is here; on wide ones it has its own button. */
  readonly onShare: (() => void) | null;
  /** The same for the history; null also for those who may not see it. */
  readonly onHistory: (() => void) | null;
  /** Where the numbers of the document are; null for those who may not see its history. */
  readonly numbers: string | null;
}

/** What is needed seldom. */
export function MoreMenu({ layout, onLayout, font, onFont, ...on }: Props) {
  const left = layout.side === "left";
  return (
    <Menu width={250}>
      <Menu.Target>
        <ActionIcon size={36} aria-label={texts.page.more}>
          <IconDots size={20} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {on.onHistory !== null && (
          <Menu.Item leftSection={<IconHistory size={16} stroke={1.7} />} onClick={on.onHistory}>
            {texts.page.history}
          </Menu.Item>
        )}
        {on.onShare !== null && (
          <>
            <Menu.Item leftSection={<IconShare2 size={16} stroke={1.7} />} onClick={on.onShare}>
              {texts.page.share}
            </Menu.Item>
            <Menu.Divider />
          </>
        )}
        <AppearanceItems />
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTypography size={16} stroke={1.7} />}
          onClick={() => onFont(font === "serif" ? "sans" : "serif")}
        >
          {font === "serif" ? texts.page.toSans : texts.page.toSerif}
        </Menu.Item>
        {on.onShare === null && (
          <Menu.Item
            leftSection={
              left ? (
                <IconLayoutSidebarRight size={16} stroke={1.7} />
              ) : (
                <IconLayoutSidebar size={16} stroke={1.7} />
              )
            }
            onClick={() => onLayout({ side: left ? "right" : "left" })}
          >
            {left ? texts.page.panelToRight : texts.page.panelToLeft}
          </Menu.Item>
        )}
        <Menu.Divider />
        {on.numbers !== null && (
          <Menu.Item
            component={Link}
            href={on.numbers}
            leftSection={<IconChartAreaLine size={16} stroke={1.7} />}
          >
            {texts.page.numbers}
          </Menu.Item>
        )}
        {on.onAssistant !== null && (
          <Menu.Item
            leftSection={<IconAdjustmentsHorizontal size={16} stroke={1.7} />}
            onClick={on.onAssistant}
          >
            {texts.assist.settings}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconUserCircle size={16} stroke={1.7} />} onClick={on.onProfile}>
          {texts.account.profile}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.7} />} onClick={on.onShortcuts}>
          {texts.page.shortcuts}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
