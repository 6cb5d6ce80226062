/** Asking: one stream per request, feeding the panel's state; stopping ends the work. */

import { useCallback, useEffect, useReducer, useRef } from "react";
import { texts } from "../app/texts";
import { ApiError, api, isAbort } from "../wire/api";
import { streamSuggestions } from "../wire/sse";
import type { Passage, Person, TurnedDown } from "../wire/types";
import {
  EMPTY,
  type Failure,
  idsToDismiss,
  isRunning,
  type PanelAction,
  type PanelState,
  panelReducer,
  questionsIn,
} from "./panel-state";

/** As many cards stand there until the server says how many there will be. */
const LIKELY_ALTERNATIVES = 3;

export interface Question {
  readonly passage: Passage;
  /** A recipe's id. */
  readonly recipe: string;
  readonly instruction: string | null;
  /** The label of the model that is wanted; null: whichever comes first. */
  readonly model: string | null;
  readonly turnedDown: readonly TurnedDown[];
}

export interface Requests {
  readonly state: PanelState;
  readonly dispatch: (action: PanelAction) => void;
  /** Starts a request and returns its key. */
  readonly ask: (question: Question, askedBy: Person | null) => string;
  /** Stops one card, or without `card` the whole request. */
  readonly stop: (key: string, card?: string) => void;
  readonly dismiss: (key: string, card?: string) => void;
  /** A person changed the text in a card. */
  readonly edit: (key: string, card: string, text: string) => void;
  readonly stopAll: () => void;
}

let asked = 0;

/** The requests of one document while its page is open; leaving the page stops them. */
export function useRequests(documentId: string): Requests {
  const [state, dispatch] = useReducer(panelReducer, EMPTY);
  const latest = useRef(state);
  latest.current = state;
  const running = useRef(new Map<string, AbortController>());
  const shown = useRef(new Set<string>());

  useEffect(() => {
    const streams = running.current;
    return () => {
      for (const stream of streams.values()) stream.abort();
    };
  }, []);

  // A request that is gone, or none of whose cards is open, needs no stream any more.
  useEffect(() => {
    for (const [key, stream] of running.current) {
      const request = state.asked.find((one) => one.key === key);
      if (request === undefined ? !shown.current.has(key) : isRunning(request)) {
        if (request !== undefined) shown.current.add(key);
        continue;
      }
      stream.abort();
      running.current.delete(key);
      shown.current.delete(key);
    }
  }, [state]);

  const ask = useCallback(
    (question: Question, askedBy: Person | null): string => {
      asked += 1;
      const key = `asked-${asked}`;
      const stream = new AbortController();
      running.current.set(key, stream);
      const at = Date.now();
      const alternatives = LIKELY_ALTERNATIVES;
      dispatch({ type: "asked", key, ...question, alternatives, askedBy, at });
      void follow(documentId, key, question, stream.signal, dispatch);
      return key;
    },
    [documentId],
  );
  const stop = useCallback(
    (key: string, card?: string): void => {
      // What cannot be taken back stays, and says so when the panel is read again.
      for (const id of questionsIn(latest.current, key, card))
        api.takeBackQuestion(documentId, id).catch(() => undefined);
      dispatch({ type: "stopped", key, ...(card !== undefined && { card }) });
    },
    [documentId],
  );
  const dismiss = useCallback(
    (key: string, card?: string): void => {
      // What cannot be kept there is gone here all the same, until the page is opened again.
      for (const id of idsToDismiss(latest.current, key, card))
        api.markSuggestion(documentId, id, { dismissed: true }).catch(() => undefined);
      dispatch({ type: "dismissed", key, ...(card !== undefined && { card }) });
    },
    [documentId],
  );
  const edit = useCallback(
    (key: string, card: string, text: string): void =>
      dispatch({ type: "edited", key, card, text }),
    [],
  );
  const stopAll = useCallback((): void => {
    for (const key of running.current.keys()) dispatch({ type: "stopped", key });
  }, []);
  return { state, dispatch, ask, stop, dismiss, edit, stopAll };
}

async function follow(
  documentId: string,
  key: string,
  question: Question,
  signal: AbortSignal,
  dispatch: (action: PanelAction) => void,
): Promise<void> {
  const { turnedDown, ...rest } = question;
  const request = { ...rest, alternatives: null, turned_down: turnedDown };
  try {
    for await (const event of streamSuggestions(documentId, request, signal))
      dispatch({ type: "streamed", key, event });
    // Whatever is still open after `done` never got its end.
    dispatch({ type: "broke", key, failure: CUT });
  } catch (error) {
    if (!signal.aborted && !isAbort(error))
      dispatch({ type: "broke", key, failure: failureOf(error) });
  }
}

const CUT: Failure = { slug: "stream-cut", message: texts.assist.cut, retryable: true };

/** Refusals that asking again the same way cannot change. */
const FINAL: ReadonlySet<number> = new Set([400, 401, 403, 404, 413, 422]);

function failureOf(error: unknown): Failure {
  if (!(error instanceof ApiError))
    return { slug: "unreachable", message: texts.assist.unreachable, retryable: true };
  return { slug: error.slug, message: error.message, retryable: !FINAL.has(error.status) };
}
