/** What the authorship display says, in words (English). */

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

export const authorshipTexts = {
  legend: "Who wrote what",
  show: "Show authorship",
  loading: "Loading who wrote what…",
  failed: "Who wrote what could not be loaded. The text itself is complete.",
  tryAgain: "Try again",
  empty: "Nothing is written yet.",
  shown: "Authorship is shown.",
  hidden: "Authorship is hidden.",
  people: "Each person has a colour, an underline and initials in the margin.",
  keys: "Alt+Up and Alt+Down go from author to author.",
  share: (name: string, percent: number) => `${name}: ${percent < 1 ? "under 1" : percent} %`,
  you: (name: string) => `${name} (you)`,
  nobody: "Somebody",

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
    unknown: "Grey hatching; never counted as a person's",
    pending: "No mark yet",
  },

  card: {
    close: "Close",
    label: "Where these words come from",
    words: (n: number) => plural(n, "word", "words"),
    writtenBy: (name: string) => `Written by ${name}`,
    saving: (name: string) => `Written by ${name}, being saved`,
    adopted: (number: string) => `Words of suggestion ${number}`,
    adoptedUnknown: "Words of a suggestion",
    undeclared: (number: string) => `Same words as suggestion ${number}, not placed from it openly`,
    pasted: "Pasted from outside; who wrote it is not known",
    imported: "There from the start or imported",
    unknown: "Who wrote this is not known",
    pending: "Who wrote this is being looked up",
    placedBy: (name: string) => `Placed by ${name}`,
    pastedBy: (name: string) => `Pasted by ${name}`,
    suggestion: "Suggestion",
    instruction: "Asked for",
    model: "Model",
    askedBy: "Asked by",
  },

  noChangeBefore: "No other author before this.",
  noChangeAfter: "No other author after this.",
};

/** The short name of a suggestion, as in the margin. */
export function suggestionName(number: number): string {
  return `S${number}`;
}
