/** What the parts of the history are given. */
import type { ReactNode } from "react";
import type { Looks } from "../authorship/looks";
import type { DocumentHistory } from "../wire/history";
import type { PersonId } from "../wire/types";
import type { HistoryAddress } from "./address";
import type { RestorePlace } from "./restore";

export interface HistoryProps {
  readonly documentId: string;
  readonly me: PersonId | null;
  readonly address: HistoryAddress;
  /** Null goes back to the page. */
  readonly onAddress: (address: HistoryAddress | null) => void;
  /** Where something can be restored; null where the person may not write. */
  readonly place: RestorePlace | null;
  /** Puts the panel's content beside the page, or into a sheet over its foot. */
  readonly frame: (panel: ReactNode) => ReactNode;
  /** What shows while something is being loaded. */
  readonly skeleton: ReactNode;
}

export interface PanelProps {
  readonly documentId: string;
  readonly told: DocumentHistory;
  readonly looks: Looks;
  readonly me: PersonId | null;
  readonly at: number;
  readonly onAddress: (address: HistoryAddress) => void;
}
