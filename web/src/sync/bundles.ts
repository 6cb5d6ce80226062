/**
 * Which structs of an update must not travel apart: the server compares a claim of the lineage with
 * text that comes in the same message.
 */
import * as Y from "yjs";

export type Struct = Y.Item | Y.GC;

/** The structs of one client, where they are in the update. */
interface Row {
  readonly clocks: number[];
  readonly places: number[];
}

/** The same structs in the same order, claims in one bundle with all text that they speak of. */
export function bundled(structs: readonly Struct[]): Struct[][] {
  const rows = rowsOf(structs);
  const bundles: Struct[][] = [];
  let end = structs.length;
  let first = end;
  for (let place = structs.length - 1; place >= 0; place--) {
    first = Math.min(first, place, firstNeeded(structs[place] as Struct, rows));
    if (first < place) continue;
    bundles.push(structs.slice(place, end));
    end = place;
    first = end;
  }
  return bundles.reverse();
}

function rowsOf(structs: readonly Struct[]): ReadonlyMap<number, Row> {
  const rows = new Map<number, Row>();
  structs.forEach(({ id }, place) => {
    const row = rows.get(id.client) ?? { clocks: [], places: [] };
    row.clocks.push(id.clock);
    row.places.push(place);
    rows.set(id.client, row);
  });
  return rows;
}

/** The place of the first struct that claims in `struct` speak of. */
function firstNeeded(struct: Struct, rows: ReadonlyMap<number, Row>): number {
  const values = struct instanceof Y.Item && struct.content instanceof Y.ContentAny;
  if (!values) return Number.POSITIVE_INFINITY;
  const places = (struct.content as Y.ContentAny).arr.map((value: unknown) => {
    const id = claimed(value);
    const row = id && rows.get(id.client);
    return row ? placeOf(row, id.clock) : Number.POSITIVE_INFINITY;
  });
  return Math.min(...places);
}

/** The first id that an entry of the lineage speaks of; anybody may have written anything there. */
function claimed(value: unknown): { readonly client: number; readonly clock: number } | null {
  const to = (value as { readonly to?: unknown } | null)?.to;
  const { client, clock } = (to ?? {}) as { readonly client?: unknown; readonly clock?: unknown };
  return typeof client === "number" && typeof clock === "number" ? { client, clock } : null;
}

/** The place of the last struct of a row that begins at `clock` or before. */
function placeOf({ clocks, places }: Row, clock: number): number {
  let low = 0;
  let high = clocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((clocks[middle] as number) <= clock) low = middle + 1;
    else high = middle;
  }
  return places[low - 1] ?? Number.POSITIVE_INFINITY;
}
