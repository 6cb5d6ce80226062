/** What the authorship display says, in words (English). */

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
const characters = (n: number): string => plural(n, "character", "characters");

export const authorshipTexts = {
  legend: "Who wrote what",
  loading: "Loading who wrote what…",
  failed: "Who wrote what could not be loaded. The text itself is complete.",
  tryAgain: "Try again",
  empty: "Nothing is written yet.",
  shown: "Authorship is shown.",
  hidden: "Authorship is hidden.",
  share: (name: string, percent: number) => `${name}: ${percent < 1 ? "under 1" : percent} %`,
  you: (name: string) => `${name} (you)`,
  nobody: "Somebody",
  erased: "Somebody whose account was erased",

  sections: { people: "People", origins: "Not typed here by a person" },
  kinds: {
    person: "Written by a person",
    adopted: "Placed from suggestions",
    undeclared: "From suggestions, not placed openly",
    pasted: "Pasted from outside",
    imported: "There from the start or imported",
    unknown: "Not known",
    pending: "Being looked up",
  },
  hints: {
    adopted: "Dotted underline, number in the margin",
    undeclared: "Dotted underline, number with a warning",
    pasted: "Dashed underline; who wrote it elsewhere is not known",
    imported: "Thin grey bar",
    unknown: "Grey hatching; never counted as a person’s",
    pending: "No mark yet",
  },
  ofItChanged: (percent: number) => `${percent} % of it changed since`,
  unchanged: "Nothing of it changed since",
  moved: (moved: number, copied: number) =>
    [
      ...(moved > 0 ? [`${characters(moved)} moved`] : []),
      ...(copied > 0 ? [`${characters(copied)} copied`] : []),
    ].join(", "),
  movedHint: "Still the words of whoever wrote them",
  limits: "Words that somebody retypes by hand count as theirs: a likeness is a hint, not proof.",
  keys: "F8 and Shift F8 go from author to author.",

  filter: {
    group: "Look only at",
    hint: "Choose a name to dim everything else.",
    changed: "Changed since placing",
    changedHint: "Placed words that people changed, and what they put in",
    moved: "Moved or copied",
    only: (what: string) => `Only ${what}`,
    joined: (parts: readonly string[]) => parts.join(", "),
    clear: "Show all",
    on: (what: string) => `Only ${what}. Everything else is dimmed.`,
    off: "Everything is shown.",
  },

  card: {
    close: "Close",
    label: "Where these words come from",
    words: (n: number) => plural(n, "word", "words"),
    wordsBy: (name: string) => `Words by ${name}`,
    saving: (name: string) => `Words by ${name}, being saved`,
    adopted: (number: string) => `Words of suggestion ${number}`,
    adoptedUnknown: "Words of a suggestion",
    adoptedElsewhere: "Words of a suggestion made in another document",
    undeclared: (number: string) => `The same words as suggestion ${number}`,
    undeclaredUnknown: "The same words as a suggestion",
    undeclaredHint:
      "They were not placed from the panel: somebody typed or pasted them without saying so.",
    pasted: "Pasted from outside; who wrote it is not known",
    imported: "There from the start or imported",
    unknown: "Who wrote this is not known",
    pending: "Who wrote this is being looked up",
    placedBy: {
      typed: "Placed",
      pasted: "Pasted",
      imported: "Imported",
      adopted: "Placed",
      moved: "Moved",
      copied: "Copied",
      restored: "Restored",
      unknown: "Put here",
    },
    by: (done: string, name: string) => `${done} by ${name}`,
    fromLine: (done: string, line: number) => `${done} from line ${line}`,
    fromHere: (done: string) => `${done} from elsewhere in this document`,
    fromDocument: (done: string, title: string) => `${done} from “${title}”`,
    fromOther: (done: string) => `${done} from another document`,
    gone: "The words are no longer where they came from.",
    notYours: "You have no access to that document.",
    showSource: "Show where it came from",
    showPlace: "Show where it was",
    openDocument: (title: string) => `Open “${title}”`,
    instruction: "Asked for",
    model: "Model",
    askedBy: "Asked by",
    madeIn: "Made in",
    more: "Tab leads to the details.",
  },

  changed: {
    since: (percent: number, by: string) =>
      by === "" ? `${percent} % changed since` : `${percent} % changed since: ${by}`,
    nothing: "Unchanged since",
    by: (name: string, deleted: number, inserted: number) => {
      if (inserted === 0) return `${name} took out ${characters(deleted)}`;
      if (deleted === 0) return `${name} put in ${characters(inserted)}`;
      return `${name} took out ${characters(deleted)} and put in ${inserted}`;
    },
    joined: (parts: readonly string[]) => parts.join("; "),
  },

  said: {
    passage: (about: string, words: string) => `${about}; ${words}`,
    source: (line: number) => `The words came from line ${line}. They are selected.`,
    place: (line: number) => `The words were in line ${line}. The caret is where they were.`,
    noChangeBefore: "No other author before this.",
    noChangeAfter: "No other author after this.",
  },

  refused: {
    entry: (n: number) => `${plural(n, "claim", "claims")} about where text came from did not hold`,
    show: "Show them",
    heading: "Claims that did not hold",
    lead: "An editor said where inserted text came from, and the server found otherwise. The text is recorded as what could be proved.",
    latest: (shown: number, total: number) => `The latest ${shown} of ${total}.`,
    claims: {
      suggestion: "put in text that was said to be from a suggestion.",
      source: "put in text that was said to be moved, copied or restored.",
      document: "put in text that was said to be from another document.",
      pasted: "put in text that was said to be pasted from outside.",
      unreadable: "sent a claim that cannot be read.",
    },
    reasons: {
      malformed: "The claim could not be read.",
      "not-inserted-here": "The text was not put in by that person at that moment.",
      "splits-pair": "The claim cut a character in two.",
      overlaps: "Another claim already spoke of the same text.",
      "no-such-suggestion": "No such suggestion was made for this document.",
      "no-such-source": "No such text was ever there.",
      "out-of-range": "The suggestion is shorter than claimed.",
      "text-differs": "The text is not the same.",
      "too-much-to-compare": "There was too much to compare.",
    } as Readonly<Record<string, string>>,
    otherReason: (slug: string) => `It could not be confirmed (${slug}).`,
  },
};

/** The short name of a suggestion, as in the margin. */
export function suggestionName(number: number): string {
  return `S${number}`;
}
