/** When the tab of comments comes to the front. */
import { useEffect, useRef } from "react";
import type { Comments } from "./use-comments";

/** Shows the tab when a comment is begun, or the address names a thread. */
export function useCommentsShown({ desk, threads }: Comments, show: () => void): void {
  const latest = useRef({ show });
  latest.current = { show };
  useEffect(() => {
    desk.onBegin = () => latest.current.show();
  }, [desk]);
  const wanted = useRef(new URLSearchParams(window.location.search).get("thread"));
  useEffect(() => {
    const id = wanted.current;
    if (id === null || !threads?.some((thread) => thread.id === id)) return;
    wanted.current = null;
    latest.current.show();
    desk.show(id);
  }, [desk, threads]);
}
