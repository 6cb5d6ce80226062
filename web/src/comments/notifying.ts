/** Notices of the browser: only for who has switched them on, and only while the page is not looked at. */
import { Cell } from "../sync/readable";
import { readBoolean, recall, remember } from "../ui/remembered";
import type { Thread } from "../wire/comments";
import { written } from "./mentions";
import { commentTexts as texts } from "./texts";

const KEY = "comment-notices";
const MAX_CHARS = 140;

/** Whether the person here has switched them on. */
export const noticesWanted = new Cell(recall(KEY, readBoolean, false));

/** Whether this browser has such notices at all. */
export const canNotify = (): boolean => "Notification" in window;

/** Switches them on or off; asks the browser only when they are switched on. False: it said no. */
export async function wantNotices(wanted: boolean): Promise<boolean> {
  const allowed = !wanted || (await Notification.requestPermission()) === "granted";
  const now = wanted && allowed;
  remember(KEY, now);
  noticesWanted.set(now);
  return allowed;
}

/** Tells of comments that are unread and were not before; `open` shows the thread that is chosen. */
export function tellOfNews(
  threads: readonly Thread[],
  before: ReadonlySet<string>,
  open: (thread: string) => void,
): void {
  if (!document.hidden || !noticesWanted.getSnapshot() || !canNotify()) return;
  if (Notification.permission !== "granted") return;
  for (const { id: thread, comments } of threads) {
    for (const { id, unread, news, author, text, mentions } of comments) {
      if (!unread || news === null || before.has(id)) continue;
      const title = texts.notice[news](author?.name ?? texts.somebody);
      const body = written(text, mentions, texts.somebody).slice(0, MAX_CHARS);
      const notice = new Notification(title, { body, tag: id });
      notice.onclick = () => {
        window.focus();
        notice.close();
        open(thread);
      };
    }
  }
}
