/** What a server says of two moments of a document, computed from all that was ever in it. */
import * as Y from "yjs";
import type { Attributes } from "../../src/model/delta";
import type { ComparedRun } from "../../src/wire/history";

/** What stood in a document at a moment. */
export type Moment = Y.Snapshot;

export const momentOf = (doc: Y.Doc): Moment => Y.snapshot(doc);

const isThere = ({ id, length }: Y.Item, { sv, ds }: Moment): boolean[] =>
  Array.from({ length }, (_, at) => {
    const clock = id.clock + at;
    return clock < (sv.get(id.client) ?? 0) && !isDeleted(ds, id.client, clock);
  });

function isDeleted(deleted: Moment["ds"], client: number, clock: number): boolean {
  const ranges = deleted.clients.get(client) ?? [];
  return ranges.some((range) => range.clock <= clock && clock < range.clock + range.len);
}

/** Formats in force on the way through a text. */
class Formats {
  private set: Record<string, unknown> = {};

  take({ key, value }: Y.ContentFormat): void {
    const { [key]: _, ...rest } = this.set;
    this.set = value === null ? rest : { ...rest, [key]: value };
  }

  get now(): Attributes {
    return this.set;
  }
}

/** Unit by unit, what of a text that keeps everything was there at one of two moments. */
export function compared(text: Y.Text, before: Moment, after: Moment): ComparedRun[] {
  const runs: ComparedRun[] = [];
  const formats = [new Formats(), new Formats()] as const;
  for (let item = text._start; item !== null; item = item.right) {
    const there = [isThere(item, before), isThere(item, after)] as const;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      if (there[0][0]) formats[0].take(content);
      if (there[1][0]) formats[1].take(content);
    } else if (item.countable) runs.push(...unitsOf(item, there, formats));
  }
  return runs;
}

/** The units of an item that were there at one of the moments. */
function unitsOf(
  { content, id, length }: Y.Item,
  [was, is]: readonly [boolean[], boolean[]],
  [then, now]: readonly [Formats, Formats],
): ComparedRun[] {
  const runs: ComparedRun[] = [];
  for (let at = 0; at < length; at++) {
    if (!was[at] && !is[at]) continue;
    const insert =
      content instanceof Y.ContentString
        ? (content.str[at] as string)
        : ((content as Y.ContentEmbed).embed as Attributes);
    const span = { client: id.client, clock: id.clock + at, length: 1 } as ComparedRun["span"];
    runs.push({ insert, span, ...changeOf(was[at] ? then.now : null, is[at] ? now.now : null) });
  }
  return runs;
}

function changeOf(before: Attributes | null, after: Attributes | null): Partial<ComparedRun> {
  if (before === null) return { change: "inserted", attributes: after ?? {} };
  if (after === null) return { change: "deleted", attributes: before };
  if (JSON.stringify(before) === JSON.stringify(after)) return { attributes: after };
  return { change: "formatted", before, attributes: after };
}
