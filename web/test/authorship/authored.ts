/** Texts with authors for tests, built from words in their order. */
import * as Y from "yjs";
import { AuthoredText } from "../../src/authorship/authored-text";
import { ContentIndex } from "../../src/authorship/content-index";
import { SpanMap } from "../../src/authorship/span-map";
import type { Span } from "../../src/wire/authorship";
import { span } from "./spans";

export const OWN = { clientId: 7, personId: "p_me" };

/** Some words and what is to be said of them; nothing said: the server has not spoken. */
export type Words = readonly [text: string, said: Partial<Span> | null];

/** A text in which client 1 has inserted these words, one after the other. */
export function authored(...words: readonly Words[]) {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const content = doc.getText("content");
  const spans = new SpanMap();
  for (const [text, said] of words) {
    const clock = content.length;
    content.insert(clock, text);
    if (said) spans.add(span({ client: 1, clock, length: text.length, ...said }));
  }
  const index = new ContentIndex(content);
  index.start();
  const text = new AuthoredText(index, { spans, own: OWN });
  /** The index at which some words begin. */
  const at = (part: string) => content.toString().indexOf(part);
  return { doc, content, spans, index, text, at };
}
