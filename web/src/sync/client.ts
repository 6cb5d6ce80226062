/**
 * The sync client of one document: keeps a replica here equal to the server's and says truthfully
 * what is saved.
 *
 * It owns one session at a time. When the server will not take what is here (another generation, a
 * refused change), the text is put aside as a draft, the session is thrown away and a new one is
 * loaded; `doc` in the snapshot is then another document, and editors must follow it.
 */
import type * as Y from "yjs";
import type { Notice, ServerFrame, Welcome } from "../wire/frames";
import type { DocumentId, Person, Role, Span } from "../wire/types";
import { reconnectDelay } from "./backoff";
import { Alarm } from "./clock";
import { afterClose } from "./close-codes";
import { Connection } from "./connection";
import { type Draft, Drafts } from "./drafts";
import { browserEnvironment, type Environment } from "./environment";
import { type LocalRecord, LocalRecords, unsentChanges } from "./local-record";
import type { Cursor, Presence } from "./presence";
import { Cell, Channel, type Disposer, type Readable } from "./readable";
import { Session } from "./session";
import {
  INITIAL,
  reduceSaving,
  type Saving,
  type SavingEvent,
  type Status,
  type Stop,
  statusOf,
} from "./status";

/** Everything a page shows about a document's state; a new object for every change. */
export interface SyncSnapshot {
  readonly doc: Y.Doc;
  /** False until the document's text is here: no editor may be shown before. */
  readonly loaded: boolean;
  readonly status: Status;
  readonly presence: readonly Presence[];
  readonly person: Person | null;
  readonly role: Role | null;
  readonly title: string;
  readonly generation: string | null;
}

export type SyncEvent =
  /** New authorship, of text that is durable. */
  | { readonly type: "spans"; readonly spans: readonly Span[] }
  /** The server's whole state is here; events before it may have been missed. */
  | { readonly type: "synced" }
  /** Members changed. */
  | { readonly type: "people" }
  /** Text of this device could not be merged; `kept` says whether it is safe in the drafts. */
  | { readonly type: "draft"; readonly draft: Draft; readonly kept: boolean };

const PROBE_ON_DOUBT_MS = 5_000;
const MAX_REOPENINGS = 3;
const REOPENINGS_WITHIN_MS = 60_000;

export class SyncClient implements Readable<SyncSnapshot> {
  readonly #id: DocumentId;
  readonly #env: Environment;
  readonly #records: LocalRecords;
  readonly #drafts: Drafts;
  readonly #events = new Channel<SyncEvent>();
  readonly #reconnect: Alarm;
  readonly #snapshot: Cell<SyncSnapshot>;
  #saving: Saving = INITIAL;
  #session: Session;
  #connection: Connection | null = null;
  #record: LocalRecord | null = null;
  #attempt = 0;
  #denial: string | null = null;
  #reopenings: number[] = [];
  #disposers: Disposer[] = [];

  constructor(documentId: DocumentId, environment: Environment = browserEnvironment()) {
    this.#id = documentId;
    this.#env = environment;
    this.#records = new LocalRecords(environment.storage);
    this.#drafts = new Drafts(environment.indexedDb);
    this.#reconnect = new Alarm(environment.clock);
    this.#session = this.#newSession();
    this.#snapshot = new Cell<SyncSnapshot>({
      doc: this.#session.replica.doc,
      loaded: false,
      status: statusOf(INITIAL),
      presence: [],
      person: null,
      role: null,
      title: "",
      generation: null,
    });
  }

  readonly getSnapshot = (): SyncSnapshot => this.#snapshot.getSnapshot();

  readonly subscribe = (listener: () => void): Disposer => this.#snapshot.subscribe(listener);

  readonly onEvent = (listener: (event: SyncEvent) => void): Disposer =>
    this.#events.subscribe(listener);

  /** Shows what this device has and connects. Returns the disposer, which leaves the text on disk. */
  start(): Disposer {
    const { page } = this.#env;
    this.#disposers = [
      page.onReturn(() => this.#onReturn()),
      page.onOffline(() => this.#connection?.probe(PROBE_ON_DOUBT_MS)),
      page.onLeave(() => this.#session.unsent > 0),
    ];
    this.#openRecord();
    this.#connect();
    return () => this.#end();
  }

  /** Connects now, also after a stop, as when the person has signed in again. */
  retry(): void {
    this.#attempt = 0;
    if (this.#connection === null) this.#connect();
  }

  /** Says where this person's caret is; null when it is nowhere. */
  setCursor(cursor: Cursor | null): void {
    this.#session.presence.setCursor(cursor);
  }

  /** Texts of this document that could not be merged, newest first. */
  drafts(): Promise<readonly Draft[]> {
    return this.#drafts.list(this.#id);
  }

  removeDraft(id: string): Promise<void> {
    return this.#drafts.remove(id);
  }

  // ---- the session and the copy on this device ----

  #newSession(): Session {
    const isCurrent = () => this.#session === session;
    const session: Session = new Session(
      {
        send: (frame) => isCurrent() && this.#connection?.send(frame),
        unsentChanged: (changes) => isCurrent() && this.#onUnsent(changes),
        presenceChanged: (presence) => isCurrent() && this.#show({ presence }),
        synced: () => isCurrent() && this.#onSynced(),
        unreadable: () => isCurrent() && this.#lose(0),
      },
      this.#env.clock,
    );
    return session;
  }

  #openRecord(): void {
    const record = this.#records.read(this.#id);
    this.#record = record;
    if (record === null) return;
    const { person, role, title, generation } = record;
    this.#show({ person, role, title, generation });
    this.#session.mayWrite = mayWrite(role);
    if (generation !== null) void this.#attach(this.#session, { ...record, generation });
  }

  async #attach(session: Session, record: LocalRecord & { generation: string }): Promise<void> {
    const unsent = unsentChanges(record);
    // From now on these are counted under the client id of this page.
    this.#remember({ unsent: {} });
    await session.attach(this.#id, record, unsent);
    if (session !== this.#session) return;
    const { hasContent, isKept } = session.replica;
    this.#dispatch({ type: "opened-local", hasContent, kept: isKept });
  }

  #onUnsent(changes: number): void {
    const generation = this.#record?.generation;
    const client = this.#session.replica.doc.clientID;
    if (generation) this.#records.noteUnsent(this.#id, generation, client, changes);
    this.#dispatch({ type: "unsent", changes });
  }

  #remember(change: Partial<LocalRecord>): void {
    const stored = this.#records.read(this.#id) ?? this.#record;
    if (stored === null) return;
    this.#record = { ...stored, ...change };
    this.#records.write(this.#id, this.#record);
  }

  // ---- the connection ----

  #connect(): void {
    this.#reconnect.clear();
    this.#denial = null;
    const { clock, openSocket, socketUrl } = this.#env;
    const events = {
      opened: () => this.#sayHello(),
      received: (frame: ServerFrame) => this.#receive(frame),
      closed: (code: number) => this.#onClosed(code),
    };
    this.#connection = new Connection(socketUrl(this.#id), events, clock, openSocket);
  }

  #sayHello(): void {
    const generation = this.#record?.generation ?? null;
    const hello = { version: 1, generation, want: ["ack", "authorship"] } as const;
    this.#connection?.send({ type: "hello", hello });
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.#onWelcome(frame.welcome);
        break;
      case "notice":
        this.#onNotice(frame.notice);
        break;
      case "authorship":
        this.#events.emit({ type: "spans", spans: frame.spans });
        break;
      case "denied":
        this.#denial = frame.reason;
        break;
      default:
        this.#session.receive(frame);
    }
  }

  #onWelcome(welcome: Welcome): void {
    const { generation, person, role, title } = welcome;
    const known = this.#record;
    if (known?.generation && known.generation !== generation) {
      this.#reopen("other-generation", OTHER_GENERATION);
      return;
    }
    if (known && known.person.id !== person.id && this.#session.unsent > 0) {
      this.#reopen("other-person", OTHER_PERSON);
      return;
    }
    const record = {
      copy: known?.copy ?? 0,
      unsent: {},
      ...known,
      generation,
      person,
      role,
      title,
    };
    this.#record = record;
    this.#records.write(this.#id, record);
    this.#show({ person, role, title, generation });
    this.#dispatch({ type: "welcomed" });
    this.#session.mayWrite = mayWrite(role);
    this.#session.begin();
    if (!known?.generation) void this.#attach(this.#session, record);
  }

  #onSynced(): void {
    this.#attempt = 0;
    this.#dispatch({ type: "synced" });
    this.#events.emit({ type: "synced" });
  }

  #onNotice(notice: Notice): void {
    switch (notice.kind) {
      case "role":
        this.#onRole(notice.role);
        break;
      case "refused":
        this.#reopen(notice.slug, notice.message);
        break;
      case "title":
        this.#remember({ title: notice.title });
        this.#show({ title: notice.title });
        break;
      case "people":
        this.#events.emit({ type: "people" });
        break;
      case "deleted":
        this.#stop({ as: "gone", slug: "deleted", message: DELETED }, false);
        break;
      case "resync":
        this.#session.requestState();
    }
  }

  #onRole(role: Role): void {
    const before = this.getSnapshot().role;
    this.#remember({ role });
    this.#show({ role });
    if (before !== null && mayWrite(before) === mayWrite(role)) return;
    if (!mayWrite(role) && this.#session.unsent > 0) {
      this.#reopen("not-allowed", NO_LONGER_WRITER);
      return;
    }
    // Writers and readers exchange state differently when they begin.
    this.#lose(0);
  }

  #onClosed(code: number): void {
    this.#connection = null;
    const what = afterClose(code);
    switch (what.action) {
      case "retry":
        this.#lose(what.minDelayMs);
        break;
      case "reopen":
        this.#reopen(what.slug, what.message);
        break;
      case "stop":
        this.#stop({ ...what, message: this.#denial ?? what.message }, what.keepLocal);
    }
  }

  #onReturn(): void {
    if (this.#saving.stop !== null) return;
    if (this.#connection === null) this.retry();
    else this.#connection.probe(PROBE_ON_DOUBT_MS);
  }

  /** Drops the connection and tries again in a while. */
  #lose(minDelayMs: number): void {
    this.#disconnect();
    this.#dispatch({ type: "lost" });
    const delay = reconnectDelay(this.#attempt, this.#env.random(), minDelayMs);
    this.#attempt += 1;
    this.#reconnect.set(delay, () => this.#connect());
  }

  #disconnect(): void {
    this.#reconnect.clear();
    this.#connection?.close();
    this.#connection = null;
    this.#session.lost();
  }

  // ---- when what is here cannot be merged ----

  /** Puts the text aside and loads the document afresh. */
  #reopen(slug: string, message: string): void {
    const now = this.#env.clock.now();
    this.#reopenings = this.#reopenings.filter((at) => now - at < REOPENINGS_WITHIN_MS);
    if (this.#reopenings.length >= MAX_REOPENINGS) {
      this.#stop({ as: "refused", slug, message }, false);
      return;
    }
    this.#reopenings.push(now);
    this.#replaceSession(slug, message);
    this.#dispatch({ type: "reopened" });
    this.#connect();
  }

  /** Ends the connection for good, until `retry`. */
  #stop({ as, slug, message }: Stop, keepLocal: boolean): void {
    if (keepLocal) this.#disconnect();
    else this.#replaceSession(slug, message);
    this.#dispatch({ type: "stopped", stop: { as, slug, message }, keepLocal });
  }

  #replaceSession(slug: string, message: string): void {
    this.#disconnect();
    const old = this.#session;
    const about = { slug, message, title: this.getSnapshot().title };
    this.#session = this.#newSession();
    const copy = (this.#record?.copy ?? 0) + 1;
    this.#remember({ generation: null, copy, unsent: {} });
    this.#show({ doc: this.#session.replica.doc, presence: [] });
    void this.#putAside(old, about);
  }

  async #putAside(
    session: Session,
    about: { readonly slug: string; readonly message: string; readonly title: string },
  ): Promise<void> {
    await session.loaded;
    const draft = session.replica.draft({
      id: this.#env.newId(),
      documentId: this.#id,
      title: about.title,
      at: this.#env.clock.now(),
      reason: about.slug,
      message: about.message,
    });
    const isWorthKeeping = session.unsent > 0 || about.slug === "other-generation";
    if (!isWorthKeeping || draft.text.trim() === "") {
      await session.discard();
      return;
    }
    const kept = await this.#drafts.keep(draft).then(
      () => true,
      () => false,
    );
    await (kept ? session.discard() : session.close());
    this.#events.emit({ type: "draft", draft, kept });
  }

  #end(): void {
    for (const dispose of this.#disposers.splice(0)) dispose();
    this.#disconnect();
    void this.#session.close();
  }

  // ---- what the page sees ----

  #dispatch(event: SavingEvent): void {
    this.#saving = reduceSaving(this.#saving, event);
    const status = statusOf(this.#saving);
    this.#show({ status, loaded: this.#saving.loaded });
  }

  #show(change: Partial<SyncSnapshot>): void {
    const before = this.getSnapshot();
    const names = Object.keys(change) as (keyof SyncSnapshot)[];
    if (names.every((name) => equal(before[name], change[name]))) return;
    this.#snapshot.set({ ...before, ...change });
  }
}

const OTHER_GENERATION = "This document was restored on the server since you last had it open.";
const OTHER_PERSON = "Changes on this device were made by somebody else.";
const NO_LONGER_WRITER = "You may no longer write in this document.";
const DELETED = "This document was deleted.";

function mayWrite(role: Role): boolean {
  return role === "coordinator" || role === "writer";
}

function equal(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  return isStatus(one) && isStatus(other) && JSON.stringify(one) === JSON.stringify(other);
}

function isStatus(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value && !("id" in value);
}
