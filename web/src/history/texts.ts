/** The history's texts. */
import { plural } from "../app/plural";

const characters = (n: number) => plural(n, "character", "characters");

export const historyTexts = {
  open: "History",
  heading: "History",
  page: "The page as it was",
  comparisonPage: "The page with what changed",
  back: "Back to the page",
  loading: "The history is being loaded",
  failed: "The history could not be loaded. The document itself is safe.",
  momentFailed: "This moment could not be loaded.",
  tryAgain: "Try again",
  nobody: "Somebody",
  you: (name: string) => `${name} (you)`,

  bar: {
    label: "Timeline",
    slider: "Entry of the history",
    from: "Earlier moment",
    to: "Later moment",
    entry: "Entry",
    of: (total: number) => `of ${total.toLocaleString("en")}`,
    first: "First entry",
    previous: "Back one entry",
    next: "Forward one entry",
    last: "Last entry",
    play: "Play",
    pause: "Pause",
    speed: "Speed of playing",
    speeds: { "1": "1×", "10": "10×", "100": "100×" } as Readonly<Record<string, string>>,
    authors: "Show authors",
    announce: (entry: number, total: number, when: string) => `Entry ${entry} of ${total}, ${when}`,
  },

  moment: {
    shown: (when: string) => `As it was on ${when}`,
    by: (name: string) => `${name} was at work`,
    now: "As it is now",
    restore: "Restore this version",
    restorePassage: "Restore the selected passage",
    restored: "The page is as it was then. Undo takes it back.",
    passageRestored: "The passage is as it was then. Undo takes it back.",
    nothing: "Nothing had to be changed: it is like that now.",
    restoreFailed: "Nothing was restored, since the history could not be read. Please try again.",
    name: "Name this version",
    compare: "Compare",
    compareNow: "With the page now",
    compareSession: "With the session before",
    compareFirst: "With the empty page",
    compareWith: (name: string) => `With “${name}”`,
  },

  comparison: {
    entries: (before: number, after: number) =>
      before === 0 ? `All up to entry ${after}` : `What changed from entry ${before} to ${after}`,
    until: (after: string) => `Until ${after}`,
    stop: "Stop comparing",
    heading: "Changes",
    none: "Nothing is different between these two moments.",
    sum: (inserted: number, deleted: number) =>
      `${characters(inserted)} inserted, ${deleted} deleted`,
    kinds: {
      inserted: "inserted",
      deleted: "deleted",
      formatted: "formatted",
      "moved-away": "moved away",
      "moved-here": "moved here",
    },
    done: (name: string, what: string) => `${name} ${what}`,
    unknown: (what: string) => `Somebody ${what}`,
    lineEnd: "a line end",
    embed: "a divider",
    more: (n: number) => `${plural(n, "more change is", "more changes are")} marked in the text.`,
  },

  sessions: {
    heading: "Sessions",
    hint: "Work without a pause of 15 minutes.",
    entries: (first: number, last: number) =>
      first === last ? `entry ${first}` : `entries ${first} to ${last}`,
    work: (inserted: number, deleted: number) => `+${inserted} −${deleted}`,
    workInWords: (name: string, inserted: number, deleted: number) =>
      `${name}: ${characters(inserted)} inserted, ${deleted} deleted`,
    show: (when: string) => `Show the end of the session of ${when}`,
    changes: "What changed",
    changesOf: (when: string) => `What changed in the session of ${when}`,
    none: "Nobody has written here yet.",
    more: (n: number) => `Show ${plural(n, "earlier session", "earlier sessions")}`,
  },

  seen: {
    button: "What changed since I was last here",
    nothing: "Nothing has changed since you were last here.",
  },

  versions: {
    heading: "Versions",
    none: "Name a moment to find it again, for example “Sent to the client”.",
    name: "Name of the version",
    save: "Save the name",
    rename: "Rename",
    forget: "Remove the name",
    actions: (name: string) => `Actions for ${name}`,
    by: (name: string) => `named by ${name}`,
    failed: "The name could not be saved. Please try again.",
  },
};
