import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { assistantQuery, suggestionsQuery } from "../app/queries";
import { texts } from "../app/texts";
import { announce } from "../ui/Announcer";
import type { DocumentAssistant } from "../wire/assistant";
import type { Person } from "../wire/types";
import { AskedOfYou } from "./AskedOfYou";
import { AskForm } from "./AskForm";
import styles from "./AssistPanel.module.css";
import { type Asked, isRunning, noneOf, type PanelState } from "./panel-state";
import type { Desk } from "./placing-desk";
import { RequestGroup } from "./RequestGroup";
import { RequestList } from "./RequestList";
import type { Requests } from "./requests";

interface Props {
  readonly documentId: string;
  readonly desk: Desk;
  readonly requests: Requests;
  readonly person: Person | null;
  /** Who is here beside the person. */
  readonly others: readonly Person[];
  readonly mayAsk: boolean;
  readonly online: boolean;
}

/** The panel: ask about a passage, see several answers, and take one (or part of one) to a place. */
export function AssistPanel({ documentId, desk, requests, person, others, ...may }: Props) {
  const { state, ask, stopAll } = requests;
  const assistant = useQuery(assistantQuery(documentId)).data ?? null;
  useShown(documentId, may.mayAsk, requests);
  useReadyAnnouncement(state.asked);
  const mine = requestsOf(state, person);

  if (!may.mayAsk) return <Text c="dimmed">{texts.assist.readOnly}</Text>;
  return (
    <section className={styles.panel} aria-label={texts.assist.heading}>
      <h2 className="byline-visually-hidden">{texts.assist.heading}</h2>
      <AskForm
        documentId={documentId}
        desk={desk}
        assistant={assistant}
        others={others}
        online={may.online}
        onAsk={(question, follow) => follow(ask(question, person))}
      />
      {state.asked.some(isRunning) && (
        <Button variant="default" size="xs" onClick={stopAll} className={styles.stop ?? ""}>
          {texts.assist.stopAll}
        </Button>
      )}
      <AskedOfYou documentId={documentId} asked={mine.toAnswer} />
      {mine.shown.length === 0 && (
        <Text size="sm" c="dimmed">
          {texts.assist.lead}
        </Text>
      )}
      <RequestList asked={mine.shown}>
        {(rounds) => (
          <Rounds
            key={(rounds[0] as Asked).key}
            {...{ documentId, rounds, desk, requests, person, assistant }}
          />
        )}
      </RequestList>
    </section>
  );
}

interface RoundsProps {
  readonly documentId: string;
  readonly rounds: readonly Asked[];
  readonly desk: Desk;
  readonly requests: Requests;
  readonly person: Person | null;
  readonly assistant: DocumentAssistant | null;
}

/** What was asked once or again for one passage, wired to the requests. */
function Rounds({ documentId, rounds, desk, requests, person, assistant }: RoundsProps) {
  const { ask, stop, dismiss, edit, dispatch } = requests;
  const askAgain = (asked: Asked): void => {
    const { passage, recipe, instruction } = asked;
    const turnedDown = noneOf(asked);
    const key = ask({ passage, recipe, instruction, model: null, turnedDown }, person);
    desk.followSame(asked.key, key);
    if (asked.cards.every((card) => card.state !== "ready")) dismiss(asked.key);
  };
  return (
    <RequestGroup
      documentId={documentId}
      rounds={rounds}
      desk={desk}
      self={person?.id ?? null}
      assistant={assistant}
      onAgain={askAgain}
      onStop={(asked, card) => stop(asked.key, card)}
      onDismiss={(asked, card) => dismiss(asked.key, card)}
      onEdited={(asked, card, text) => edit(asked.key, card, text)}
      onMarked={(suggestion) => dispatch({ type: "marked", suggestion })}
    />
  );
}

/** What is shown as cards, and what the person is asked by others. */
function requestsOf({ asked }: PanelState, person: Person | null) {
  const isOpenQuestion = (one: Asked): boolean =>
    one.cards.some(({ state, team }) => state === "asking" && team.answeredBy !== null);
  const isToAnswer = (one: Asked): boolean => isOpenQuestion(one) && one.askedBy?.id !== person?.id;
  const isTheirs = (one: Asked): boolean =>
    one.cards.every(({ team }) => team.answeredBy?.id === person?.id && team.sharedBy === null);
  return {
    toAnswer: asked.filter(isToAnswer),
    shown: asked.filter((one) => !isToAnswer(one) && !isTheirs(one)),
  };
}

/** Brings in what the server shows to this person, now and whenever it changes. */
function useShown(documentId: string, mayAsk: boolean, { dispatch }: Requests): void {
  const suggestions = useQuery({ ...suggestionsQuery(documentId), enabled: mayAsk }).data;
  useEffect(() => {
    if (suggestions !== undefined) dispatch({ type: "loaded", suggestions });
  }, [suggestions, dispatch]);
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
