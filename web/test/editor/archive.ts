/**
 * What a server sees of a document: every update as it comes, all text ever, every claim. It reads
 * claims as they stand, without doubting them, and throws where a server would have to doubt.
 */
import * as Y from "yjs";
import { contentRuns } from "../../src/editor/ids";
import type { Claim } from "../../src/model/claims";
import type { CharId } from "../../src/model/ids";
import type { Site } from "./sites";

/** Who wrote a unit: `client 10`, `s_1 4` (of a suggestion, at), `outside`, `d_other 3:7`. */
export type Origin = string;

export class Archive {
  readonly doc = new Y.Doc({ gc: false });
  private readonly text = this.doc.getText("content");
  private readonly claims: Claim[] = [];
  private readonly since = new Map<number, number>();
  readonly suggestions = new Map<string, string>();

  constructor(start: Uint8Array) {
    Y.applyUpdate(this.doc, start);
    this.doc.getArray<Claim>("lineage").observe(({ changes }) => {
      for (const { insert = [] } of changes.delta) {
        for (const claim of insert as Claim[]) this.take(claim);
      }
    });
  }

  /** Takes everything that a site writes from now on. */
  follow(site: Site): void {
    site.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === "network") return;
      const { client } = site;
      const before = Y.getState(this.doc.store, client);
      const firstBefore = this.since.get(client) ?? before;
      this.oldest = firstBefore;
      this.writer = client;
      Y.applyUpdate(this.doc, update);
      // Yjs tidies formats up in transactions of its own, which insert nothing.
      if (Y.getState(this.doc.store, client) > before) this.since.set(client, before);
    });
  }

  private writer = -1;
  /** The clock from which the writer may claim now: what this update inserts, or the one before. */
  private oldest = 0;

  private take(claim: Claim): void {
    const { to } = claim;
    const said = JSON.stringify(claim);
    if (to.client !== this.writer) throw new Error(`somebody else's text: ${said}`);
    if (to.clock < this.oldest) throw new Error(`too late: ${said}`);
    if (this.claims.some((other) => overlap(other.to, to))) throw new Error(`twice: ${said}`);
    const units = this.unitsOf(to, to.length);
    if (/\n?\ufffc/.test(units) || units.length !== to.length) throw new Error(`no text: ${said}`);
    if ("from" in claim && claim.document === undefined) {
      const source = this.unitsOf(claim.from, to.length);
      if (source !== units) throw new Error(`${units} is not ${source}: ${said}`);
    }
    if ("suggestion" in claim) {
      const served = this.suggestions.get(claim.suggestion);
      const source = served?.slice(claim.at, claim.at + to.length);
      if (served !== undefined && source !== units) {
        throw new Error(`${units} is not ${source}: ${said}`);
      }
    }
    this.claims.push(claim);
  }

  /** All claims so far. */
  get all(): readonly Claim[] {
    return this.claims;
  }

  /** The text that ids had, live or not. */
  unitsOf({ client, clock }: CharId, length: number): string {
    let result = "";
    for (let at = clock; at < clock + length; at++) result += this.unitOf({ client, clock: at });
    return result;
  }

  private unitOf({ client, clock }: CharId): string {
    const structs = this.doc.store.clients.get(client) ?? [];
    if (clock >= Y.getState(this.doc.store, client)) return "";
    const item = structs[Y.findIndexSS(structs, clock)];
    if (!(item instanceof Y.Item) || !(item.content instanceof Y.ContentString)) return "";
    return item.content.str[clock - item.id.clock] ?? "";
  }

  /** Follows claims from one to the next, up to where the unit was written. */
  originOf(id: CharId): Origin {
    const claim = this.claims.find(({ to }) => overlap(to, { ...id, length: 1 }));
    if (!claim) return `client ${id.client}`;
    const by = id.clock - claim.to.clock;
    if ("origin" in claim) return "outside";
    if ("suggestion" in claim) return `${claim.suggestion} ${claim.at + by}`;
    const { client, clock } = claim.from;
    if (claim.document) return `${claim.document} ${client}:${clock + by}`;
    return this.originOf({ client, clock: clock + by });
  }

  /** Every unit of the live text that is no embed, in order, with its origin. */
  origins(): { readonly unit: string; readonly origin: Origin }[] {
    return [...contentRuns(this.text)].flatMap(({ client, clock, length, kind }) =>
      Array.from({ length: kind === "text" ? length : 0 }, (_, i) => {
        const id = { client, clock: clock + i };
        return { unit: this.unitOf(id), origin: this.originOf(id) };
      }),
    );
  }

  /** The live text in which every line is of one origin: `client 10: abc`. */
  told(): string[] {
    const lines: { origin: Origin; text: string }[] = [];
    for (const { unit, origin } of this.origins()) {
      const plain = origin.replace(/^(s_\w+) \d+$/, "$1");
      const last = lines[lines.length - 1];
      if (last?.origin === plain) last.text += unit;
      else lines.push({ origin: plain, text: unit });
    }
    return lines.map(({ origin, text }) => `${origin}: ${text.replaceAll("\n", "¶")}`);
  }
}

interface Range extends CharId {
  readonly length: number;
}

const overlap = (one: Range, other: Range): boolean =>
  one.client === other.client &&
  one.clock < other.clock + other.length &&
  other.clock < one.clock + one.length;
