import { type ReactNode, useState } from "react";
import { historyTexts } from "../history/texts";
import { BottomSheet } from "./BottomSheet";
import panelStyles from "./PanelTabs.module.css";
import type { Height, PanelLayout } from "./panel-layout";
import { SidePanel } from "./SidePanel";

interface Props {
  readonly layout: PanelLayout;
  readonly onLayout: (change: Partial<PanelLayout>) => void;
  readonly wide: boolean;
  readonly children: ReactNode;
}

/** The panel of the history: beside the page, or a sheet over its foot. */
export function PanelFrame({ layout, onLayout, wide, children }: Props) {
  const [height, setHeight] = useState<Height>("peek");
  const heading = <h2 className={panelStyles.heading}>{historyTexts.heading}</h2>;
  if (wide)
    return (
      <SidePanel layout={layout} onLayout={onLayout} tabs={heading} name={historyTexts.heading}>
        {children}
      </SidePanel>
    );
  return (
    <BottomSheet height={height} onHeight={setHeight} tabs={heading} aside={false}>
      {children}
    </BottomSheet>
  );
}
