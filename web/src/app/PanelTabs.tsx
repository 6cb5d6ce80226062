import type { KeyboardEvent } from "react";
import { reviewTexts } from "../review/texts";
import styles from "./PanelTabs.module.css";
import { texts } from "./texts";

export type Tab = "suggest" | "comments" | "review" | "authors";

const NAMES: Readonly<Record<Tab, string>> = {
  suggest: texts.page.suggestTab,
  comments: texts.page.commentsTab,
  review: reviewTexts.tab,
  authors: texts.page.authorsTab,
};

interface Props {
  readonly tabs: readonly Tab[];
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
  /** How much in a tab is new. */
  readonly news?: Partial<Readonly<Record<Tab, number>>>;
}

/** The panel's tabs; the arrow keys go from one to the next (WAI-ARIA practices, tabs). */
export function PanelTabs({ tabs, tab, onTab, news = {} }: Props) {
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab;
    onTab(next);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div role="tablist" aria-label={texts.page.tabs} className={styles.tabs} onKeyDown={onKeyDown}>
      {tabs.map((one) => (
        <button
          key={one}
          type="button"
          role="tab"
          id={`tab-${one}`}
          aria-selected={one === tab}
          aria-controls={one === tab ? `tabpanel-${one}` : undefined}
          tabIndex={one === tab ? 0 : -1}
          className={styles.tab}
          onClick={() => onTab(one)}
        >
          {NAMES[one]}
          {(news[one] ?? 0) > 0 && (
            <>
              <span className={styles.news} aria-hidden>
                {news[one]}
              </span>
              <span className="byline-visually-hidden">{texts.page.unread(news[one] ?? 0)}</span>
            </>
          )}
        </button>
      ))}
    </div>
  );
}
