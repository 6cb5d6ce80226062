/** Which part of a suggestion a person selected inside its card. */

export interface TextPart {
  readonly text: string;
  /** UTF-16 offset of `text` in the suggestion. */
  readonly at: number;
}

/**
 * The part of `text` that `selection` covers within `card`, or null when it covers none of it.
 *
 * Every run of the suggestion's text in the card carries its offset as `data-at`; words that are
 * shown as removed carry none and never count.
 */
export function selectedPart(
  card: HTMLElement,
  text: string,
  selection: Selection | null,
): TextPart | null {
  if (selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(card)) return null;
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const run of card.querySelectorAll<HTMLElement>("[data-at]")) {
    const covered = coveredIn(run, range);
    if (covered === null) continue;
    const at = Number(run.dataset.at);
    start = Math.min(start, at + covered.from);
    end = Math.max(end, at + covered.to);
  }
  const part = text.slice(start, end);
  return part.trim() === "" ? null : { text: part, at: start };
}

/** The offsets within a run's text that `range` covers. */
function coveredIn(run: HTMLElement, range: Range): { from: number; to: number } | null {
  const node = run.firstChild;
  if (node === null || !range.intersectsNode(node)) return null;
  const length = node.textContent?.length ?? 0;
  const from = range.startContainer === node ? range.startOffset : 0;
  const to = range.endContainer === node ? range.endOffset : length;
  return from < to ? { from, to } : null;
}
