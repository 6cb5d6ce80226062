/** People in the text of a comment: `@[person id]` on the wire, `@Name` while it is written. */
import type { Person, PersonId } from "../wire/types";

const TOKEN = /@\[([pa]_[0-9A-Za-z_-]{1,62})\]/g;
const BEGUN = /(?:^|[\s(])@([^\s@[\]]{0,40})$/;

/** A piece of a comment: words, or a person. */
export type Piece = string | { readonly id: PersonId; readonly name: string };

/** The text of a comment, piece by piece. */
export function piecesOf(text: string, people: readonly Person[], nobody: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const id = match[1] ?? "";
    if (match.index > at) pieces.push(text.slice(at, match.index));
    const name = people.find((person) => person.id === id)?.name ?? nobody;
    pieces.push({ id, name });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}

/** The same as somebody writes it. */
export function written(text: string, people: readonly Person[], nobody: string): string {
  return piecesOf(text, people, nobody)
    .map((piece) => (typeof piece === "string" ? piece : `@${piece.name}`))
    .join("");
}

/** A written comment as it is sent: the names of those who were picked become their ids. */
export function asSent(text: string, picked: readonly Person[]): string {
  const longestFirst = [...picked].sort((one, other) => other.name.length - one.name.length);
  let sent = "";
  for (let at = 0; at < text.length; ) {
    const person =
      text[at] === "@" ? longestFirst.find(({ name }) => text.startsWith(name, at + 1)) : undefined;
    sent += person ? `@[${person.id}]` : text[at];
    at += person ? person.name.length + 1 : 1;
  }
  return sent;
}

/** What is written of a name behind an `@` in front of the caret; null where there is none. */
export function begunMention(beforeCaret: string): string | null {
  return BEGUN.exec(beforeCaret)?.[1] ?? null;
}

/** Those whose name has a word that begins like this. */
export function matching(people: readonly Person[], begun: string): Person[] {
  const wanted = begun.toLocaleLowerCase();
  return people.filter(({ name }) =>
    [name, ...name.split(/\s+/)].some((part) => part.toLocaleLowerCase().startsWith(wanted)),
  );
}
