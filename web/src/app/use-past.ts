/** Whether the page or its history is shown: it stands in the address. */
import { type RefObject, useRef } from "react";
import { type HistoryAddress, useHistoryAddress } from "../history/address";
import type { Role } from "../wire/types";

export interface Past {
  /** Where in the history; null for the page as it is. */
  readonly address: HistoryAddress | null;
  readonly onAddress: (address: HistoryAddress | null) => void;
  /** To the history or back; null for those who may not see it. */
  readonly toggle: (() => void) | null;
  /** Whether the caret was in the text when the history was opened: there it is to be again. */
  readonly cameFromText: RefObject<boolean>;
}

export function usePast(role: Role | null): Past {
  const [asked, onAddress] = useHistoryAddress();
  const mayReview = role !== null && role !== "reader";
  const address = mayReview ? asked : null;
  const cameFromText = useRef(false);
  const toggle = (): void => {
    if (address === null)
      cameFromText.current = document.activeElement?.closest("#page .ProseMirror") != null;
    onAddress(address === null ? { at: "last", since: null } : null);
  };
  return { address, onAddress, toggle: mayReview ? toggle : null, cameFromText };
}
