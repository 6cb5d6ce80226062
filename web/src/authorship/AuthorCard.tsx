import { CloseButton, Paper, Portal, Text } from "@mantine/core";
import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { ReviewNote } from "../review/ReviewNote";
import { useReadable } from "../sync/use-sync";
import { PersonAvatar } from "../ui/PersonAvatar";
import { CardDetails } from "./CardDetails";
import { useCardPlace } from "./card-place";
import { describe } from "./describe";
import type { Focus, Focused } from "./focus";
import { authorshipTexts as texts } from "./texts";
import type { Authorship } from "./use-authorship";

/** Where the words under the pointer, at the caret or under a finger come from. */
export function AuthorCard({ authorship }: { readonly authorship: Authorship }) {
  const focused = useReadable(authorship.focus.focused);
  if (focused === null) return null;
  return <Card key={focused.passage.index} focused={focused} authorship={authorship} />;
}

interface CardProps {
  readonly focused: Focused;
  readonly authorship: Authorship;
}

function Card({ focused, authorship }: CardProps) {
  const { store, text, focus } = authorship;
  const about = describe(focused.passage, text, store);
  const writer = store.person(focused.passage.author);
  const { ref, style } = useCardPlace(focused);
  useEscape(ref, focus);
  useEffect(() => focus.enters.subscribe(() => buttonsIn(ref)[0]?.focus()), [focus, ref]);
  return (
    <Portal>
      <Paper
        ref={ref}
        className="by-card"
        shadow="md"
        withBorder
        role="note"
        aria-label={texts.card.label}
        style={style}
        onPointerEnter={() => focus.onPointerInCard()}
        onPointerLeave={() => focus.onPointerLeave()}
        onKeyDown={(event) => leaveAtTheEnd(event, ref, focus)}
      >
        <div className="by-card-head">
          {writer && <PersonAvatar person={writer} size={24} />}
          <Text fw={600} size="sm" className="by-card-headline">
            {about.headline}
          </Text>
          <CloseButton
            size="sm"
            aria-label={texts.card.close}
            onClick={() => focus.close()}
            data-hover={focused.by === "mouse" || undefined}
          />
        </div>
        <CardDetails about={about} authorship={authorship} />
        <ReviewNote
          documentId={store.documentId}
          self={store.own.personId}
          ids={focused.passage.pieces}
          mayReview={store.mayReadHistory}
        />
      </Paper>
    </Portal>
  );
}

function buttonsIn(ref: RefObject<HTMLElement | null>): HTMLElement[] {
  return [...(ref.current?.querySelectorAll<HTMLElement>("button, a[href]") ?? [])];
}

/** Escape closes the card wherever the keyboard is; from within the card it leads back to the text. */
function useEscape(ref: RefObject<HTMLElement | null>, focus: Focus): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      if (ref.current?.contains(document.activeElement)) focus.close();
      else focus.clear();
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [ref, focus]);
}

/** Tab from the last button, and Shift+Tab from the first, lead back to the text. */
function leaveAtTheEnd(event: KeyboardEvent, ref: RefObject<HTMLElement | null>, focus: Focus) {
  if (event.key !== "Tab") return;
  const buttons = buttonsIn(ref);
  const edge = event.shiftKey ? buttons[0] : buttons[buttons.length - 1];
  if (document.activeElement !== edge) return;
  event.preventDefault();
  focus.backToText();
}
