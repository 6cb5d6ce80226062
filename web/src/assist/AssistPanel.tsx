import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import { api } from "../wire/api";
import type { AssistantInfo, Person } from "../wire/types";
import { AskForm } from "./AskForm";
import styles from "./AssistPanel.module.css";
import { type Asked, isRunning, noneOf } from "./panel-state";
import type { Desk } from "./placing-desk";
import { RequestGroup } from "./RequestGroup";
import { RequestList } from "./RequestList";
import type { Question, Requests } from "./requests";

interface Props {
  readonly documentId: string;
  readonly desk: Desk;
  readonly requests: Requests;
  readonly person: Person | null;
  readonly assistant: AssistantInfo;
  readonly mayAsk: boolean;
  readonly online: boolean;
}

/** The panel: ask about a passage, see several answers, and take one (or part of one) to a place. */
export function AssistPanel({ documentId, desk, requests, person, assistant, ...may }: Props) {
  const { state, ask, stop, dismiss, edit, stopAll } = requests;
  useEarlier(documentId, may.mayAsk ? person : null, requests);
  useReadyAnnouncement(state.asked);

  const askAbout = (question: Question, follow: (key: string) => void): void => {
    follow(ask(question, person?.name ?? ""));
  };
  const askAgain = (asked: Asked): void => {
    const { passage, recipe, instruction } = asked;
    const turnedDown = noneOf(asked);
    const key = ask({ passage, recipe, instruction, turnedDown }, person?.name ?? "");
    desk.followSame(asked.key, key);
    if (asked.cards.every((card) => card.state !== "ready")) dismiss(asked.key);
  };

  if (!assistant.enabled) return <Text c="dimmed">{texts.assist.disabled}</Text>;
  if (!may.mayAsk) return <Text c="dimmed">{texts.assist.readOnly}</Text>;
  return (
    <section className={styles.panel} aria-label={texts.assist.heading}>
      <h2 className="byline-visually-hidden">{texts.assist.heading}</h2>
      <AskForm desk={desk} assistant={assistant} online={may.online} onAsk={askAbout} />
      {state.asked.some(isRunning) && (
        <Button variant="default" size="xs" onClick={stopAll} className={styles.stop ?? ""}>
          {texts.assist.stopAll}
        </Button>
      )}
      {state.asked.length === 0 && (
        <Text size="sm" c="dimmed">
          {texts.assist.lead}
        </Text>
      )}
      <RequestList asked={state.asked}>
        {(asked) => (
          <RequestGroup
            key={asked.key}
            asked={asked}
            desk={desk}
            own={asked.askedBy === (person?.name ?? "")}
            onAgain={() => askAgain(asked)}
            onStop={(card) => stop(asked.key, card)}
            onDismiss={(card) => dismiss(asked.key, card)}
            onEdited={(card, text) => edit(asked.key, card, text)}
          />
        )}
      </RequestList>
    </section>
  );
}

/** Brings back what this person asked before the page was opened, once. */
function useEarlier(documentId: string, person: Person | null, { dispatch }: Requests): void {
  const done = useRef(false);
  const earlier = useQuery({
    queryKey: ["suggestions", documentId],
    queryFn: ({ signal }) => api.suggestions(documentId, signal),
    enabled: person !== null,
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
  useEffect(() => {
    if (earlier === undefined || person === null || done.current) return;
    done.current = true;
    const own = earlier.filter((suggestion) => suggestion.asked_by.id === person.id);
    dispatch({ type: "loaded", suggestions: own });
  }, [earlier, person, dispatch]);
}

/** Says once per request that its suggestions are there. */
function useReadyAnnouncement(asked: readonly Asked[]): void {
  const waiting = useRef(new Set<string>());
  useEffect(() => {
    for (const one of asked) {
      if (isRunning(one)) waiting.current.add(one.key);
      else if (waiting.current.delete(one.key)) {
        const ready = one.cards.filter((card) => card.state === "ready").length;
        if (ready > 0) announce(texts.assist.ready(ready));
      }
    }
  }, [asked]);
}
