/** What a comparison says, as a list to read beside the page. Pure. */
import type { ComparedRun, Comparison } from "../wire/history";
import type { PersonId } from "../wire/types";

export type ChangeKind = "inserted" | "deleted" | "formatted" | "moved-away" | "moved-here";

/** Changes of one kind by one person that stand together. */
export interface ListedChange {
  readonly kind: ChangeKind;
  readonly by: PersonId | null;
  /** What it is about; "\n" alone for line ends. */
  readonly text: string;
  readonly entry: number | null;
  /** Model index in the compared page, and how much of it. */
  readonly index: number;
  readonly length: number;
}

/** A comparison in which only people change something: what a document begins with was always there. */
export function byPeople(compared: Comparison): Comparison {
  const isSystem = ({ by }: ComparedRun) => by != null && compared.people[by]?.kind === "system";
  const content = compared.content.map((run): ComparedRun => {
    if (!isSystem(run)) return run;
    const { change: _, ...rest } = run;
    return rest;
  });
  return { ...compared, content };
}

/** The kind of change of a run; null where nothing changed. */
export function kindOf({ change, move }: ComparedRun): ChangeKind | null {
  if (change === undefined) return null;
  if (move === undefined || change === "formatted") return change;
  return change === "deleted" ? "moved-away" : "moved-here";
}

/** The changes in the order of the page. */
export function listChanges(runs: readonly ComparedRun[]): ListedChange[] {
  const listed: ListedChange[] = [];
  let index = 0;
  for (const run of runs) {
    const text = typeof run.insert === "string" ? run.insert : "\ufffc";
    const kind = kindOf(run);
    if (kind !== null) {
      const last = listed[listed.length - 1];
      const by = run.by ?? null;
      const goesOn = last?.kind === kind && last.by === by && last.index + last.length === index;
      if (last && goesOn) {
        const length = last.length + text.length;
        listed[listed.length - 1] = { ...last, text: last.text + text, length };
      } else {
        listed.push({ kind, by, text, entry: run.entry ?? null, index, length: text.length });
      }
    }
    index += text.length;
  }
  return listed;
}

/** How many characters came and went; what was moved did neither. */
export function sumOf(changes: readonly ListedChange[]): { inserted: number; deleted: number } {
  const sum = (wanted: ChangeKind) =>
    changes.reduce((total, { kind, length }) => total + (kind === wanted ? length : 0), 0);
  return { inserted: sum("inserted"), deleted: sum("deleted") };
}
