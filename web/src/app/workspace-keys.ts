/** The page's shortcuts, wired to the panel and the requests. */

import { isRunning } from "../assist/panel-state";
import type { Desk } from "../assist/placing-desk";
import type { Requests } from "../assist/requests";
import type { Person } from "../wire/types";
import { usePageShortcuts } from "./shortcuts";
import type { Past } from "./use-past";
import { focusPanel, type Panel } from "./WorkspacePanel";

interface Workings {
  readonly desk: Desk;
  readonly requests: Requests;
  readonly panel: Panel;
  readonly person: Person | null;
  readonly online: boolean;
  readonly onShortcuts: () => void;
  readonly past: Past;
}

/** Listens while the document page is open. */
export function useWorkspaceKeys({
  desk,
  requests,
  panel,
  person,
  online,
  past,
  ...on
}: Workings): void {
  usePageShortcuts({
    onShortcuts: on.onShortcuts,
    onHistory: () => past.toggle?.(),
    onAsk: () => {
      if (past.address !== null) return;
      if (!panel.tabs.includes("suggest")) return;
      const captured = desk.capture();
      // What will be sent is shown before it is sent: a folded panel opens first.
      const shown = panel.isShown && panel.tab === "suggest";
      panel.show("suggest");
      if (!shown || captured === null || !online) {
        focusPanel();
        return;
      }
      const passage = desk.identified(captured);
      const rest = { recipe: "rephrase", instruction: null, model: null, turnedDown: [] };
      desk.follow(requests.ask({ passage, ...rest }, person), captured.range);
    },
    onSwitch: () => {
      if (document.activeElement?.closest("#panel") != null) desk.focusPage();
      else {
        if (panel.tab === null) return;
        panel.show(panel.tab);
        focusPanel();
      }
    },
    onEscape: () => {
      if (past.address !== null) past.onAddress(null);
      else if (requests.state.asked.some(isRunning)) requests.stopAll();
      else if (document.activeElement?.closest("#panel") != null) desk.focusPage();
    },
  });
}
