/**
 * The sync client of one document: keeps a replica here equal to the server's and says truthfully
 * what is saved.
 *
 * It owns one session at a time. When the server will not take what is here (another generation, a
 * refused change), the text is put aside as a draft, the session is thrown away and a new one is
 * loaded; `doc` in the snapshot is then another document, and editors must follow it.
 */
import type { Notice, ServerFrame, Welcome } from "../wire/frames";
import type { DocumentId, Role } from "../wire/types";
import { Alarm } from "./clock";
import { afterClose, CLOSE, REASONS } from "./close-codes";
import { type Draft, Drafts } from "./drafts";
import { browserEnvironment, type Environment } from "./environment";
import { Lifeline } from "./lifeline";
import { type LocalRecord, LocalRecords, unsentChanges } from "./local-record";
import type { Cursor } from "./presence";
import { putAside } from "./put-aside";
import { Cell, Channel, type Disposer, type Readable } from "./readable";
import { Session } from "./session";
import {
  isSamePerson,
  mayWrite,
  type SyncEvent,
  type SyncSnapshot,
  snapshotOf,
  withChange,
} from "./snapshot";
import {
  INITIAL,
  reduceSaving,
  type Saving,
  type SavingEvent,
  type Stop,
  statusOf,
} from "./status";

export type { SyncEvent, SyncSnapshot } from "./snapshot";

/** How long a page that was left waits for the server to have its last words, where they are kept here. */
const LINGER_MS = 5_000;
const MAX_REOPENINGS = 3;
const REOPENINGS_WITHIN_MS = 60_000;
/** After so many digests in a row that the server did not agree with, it is our copy that is wrong. */
const MAX_MISMATCHES = 2;

export class SyncClient implements Readable<SyncSnapshot> {
  readonly #id: DocumentId;
  readonly #env: Environment;
  readonly #records: LocalRecords;
  readonly #drafts: Drafts;
  readonly #lifeline: Lifeline;
  readonly #events = new Channel<SyncEvent>();
  readonly #snapshot: Cell<SyncSnapshot>;
  #saving: Saving = INITIAL;
  #session: Session;
  #record: LocalRecord | null = null;
  #reopenings: number[] = [];
  #mismatches = 0;
  #emptied: Promise<unknown> = Promise.resolve();
  #disposers: Disposer[] = [];

  constructor(documentId: DocumentId, environment: Environment = browserEnvironment()) {
    this.#id = documentId;
    this.#env = environment;
    this.#records = new LocalRecords(environment.storage);
    this.#drafts = new Drafts(environment.indexedDb);
    const events = {
      opened: () => this.#sayHello(),
      received: (frame: ServerFrame) => this.#receive(frame),
      closed: (code: number) => this.#onClosed(code),
    };
    this.#lifeline = new Lifeline(environment.socketUrl(documentId), events, environment);
    this.#session = this.#newSession();
    this.#snapshot = new Cell(snapshotOf(this.#session.replica.doc));
  }

  readonly getSnapshot = (): SyncSnapshot => this.#snapshot.getSnapshot();

  readonly subscribe = (listener: () => void): Disposer => this.#snapshot.subscribe(listener);

  readonly onEvent = (listener: (event: SyncEvent) => void): Disposer =>
    this.#events.subscribe(listener);

  /**
   * Shows what this device has and connects; to be called once. Returns the disposer, which leaves
   * the text on disk; what is on its way to the server, or nowhere else, still goes there.
   */
  start(): Disposer {
    const { page } = this.#env;
    this.#disposers = [
      page.onReturn(() => this.#lifeline.doubt()),
      page.onOffline(() => this.#lifeline.doubt()),
      page.onLeave(() => this.#session.unsent > 0),
    ];
    this.#openRecord();
    this.#lifeline.connect();
    return () => this.#leave();
  }

  /** Connects now, also after a stop, as when the person has signed in again. */
  retry(): void {
    this.#lifeline.settled();
    this.#lifeline.connect();
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
        send: (frame) => isCurrent() && this.#lifeline.send(frame),
        unsentChanged: (changes) => isCurrent() && this.#onUnsent(changes),
        presenceChanged: (presence) => isCurrent() && this.#show({ presence }),
        synced: () => isCurrent() && this.#onSynced(),
        unreadable: () => isCurrent() && this.#lose(),
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
    await session.attach(this.#id, record.generation, unsent, this.#emptied);
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

  // ---- what the server says ----

  #sayHello(): void {
    const generation = this.#record?.generation ?? null;
    const hello = { version: 1, generation, want: ["ack", "authorship"] } as const;
    this.#lifeline.send({ type: "hello", hello });
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
      default:
        this.#session.receive(frame);
    }
  }

  #onWelcome({ generation, person, role, title }: Welcome): void {
    const known = this.#record;
    if (known?.generation && known.generation !== generation) {
      this.#reopen(REASONS.otherGeneration);
      return;
    }
    if (known && !isSamePerson(known.person, person) && this.#session.unsent > 0) {
      this.#reopen(REASONS.otherPerson);
      return;
    }
    const stored = this.#records.read(this.#id) ?? known ?? { unsent: {} };
    const record = { ...stored, generation, person, role, title };
    this.#record = record;
    this.#records.write(this.#id, record);
    this.#show({ person, role, title, generation });
    this.#dispatch({ type: "welcomed" });
    this.#session.mayWrite = mayWrite(role);
    this.#session.begin();
    if (!known?.generation) void this.#attach(this.#session, record);
  }

  #onSynced(): void {
    this.#lifeline.settled();
    this.#dispatch({ type: "synced" });
    this.#events.emit({ type: "synced" });
  }

  #onNotice(notice: Notice): void {
    switch (notice.kind) {
      case "role":
        this.#onRole(notice.role);
        break;
      case "refused":
        this.#reopen(notice);
        break;
      case "title":
        this.#remember({ title: notice.title });
        this.#show({ title: notice.title });
        break;
      case "people":
      case "assistant":
      case "suggestions":
      case "history":
      case "comments":
      case "review":
        this.#events.emit({ type: notice.kind });
        break;
      case "deleted":
        this.#stop({ as: "gone", ...REASONS.deleted }, false);
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
    // Writers and readers exchange state differently when they begin, so begin again.
    if (!mayWrite(role) && this.#session.unsent > 0) this.#reopen(REASONS.noLongerWriter);
    else this.#lose();
  }

  #onClosed(code: number): void {
    const isMismatch = code === CLOSE.reloading && this.#session.hasSentDigest;
    this.#mismatches = isMismatch ? this.#mismatches + 1 : 0;
    if (this.#mismatches >= MAX_MISMATCHES) {
      this.#reopen(REASONS.differs);
      return;
    }
    const what = afterClose(code);
    switch (what.action) {
      case "retry":
        this.#lose(what.minDelayMs);
        break;
      case "reopen":
        this.#reopen(what);
        break;
      case "stop":
        this.#stop(what, what.keepLocal);
    }
  }

  /** Drops the connection and tries again in a while. */
  #lose(minDelayMs?: number): void {
    this.#disconnect();
    this.#dispatch({ type: "lost" });
    this.#lifeline.connectLater(minDelayMs ?? 0);
  }

  #disconnect(): void {
    this.#lifeline.drop();
    this.#session.lost();
  }

  // ---- when what is here cannot be merged ----

  /** Puts the text aside and loads the document afresh. */
  #reopen(why: { readonly slug: string; readonly message: string }): void {
    const now = this.#env.clock.now();
    this.#mismatches = 0;
    this.#reopenings = this.#reopenings.filter((at) => now - at < REOPENINGS_WITHIN_MS);
    if (this.#reopenings.length >= MAX_REOPENINGS) {
      this.#stop({ as: "refused", slug: why.slug, message: why.message }, false);
      return;
    }
    this.#reopenings.push(now);
    this.#replaceSession(why);
    this.#dispatch({ type: "reopened" });
    this.#lifeline.connect();
  }

  /** Ends the connection for good, until `retry`. */
  #stop({ as, slug, message }: Stop, keepLocal: boolean): void {
    if (keepLocal) this.#disconnect();
    else this.#replaceSession({ slug, message });
    this.#dispatch({ type: "stopped", stop: { as, slug, message }, keepLocal });
  }

  #replaceSession({ slug, message }: { readonly slug: string; readonly message: string }): void {
    this.#disconnect();
    const old = this.#session;
    const draft = {
      id: this.#env.newId(),
      documentId: this.#id,
      title: this.getSnapshot().title,
      at: this.#env.clock.now(),
      reason: slug,
      message,
    };
    this.#session = this.#newSession();
    this.#remember({ generation: null, unsent: {} });
    this.#show({ doc: this.#session.replica.doc, presence: [] });
    const always = slug === REASONS.otherGeneration.slug || slug === REASONS.differs.slug;
    const done = putAside(old, this.#drafts, draft, always).then((result) => {
      if (result !== null) this.#events.emit({ type: "draft", ...result });
    });
    // The next copy may be in the database that this empties.
    this.#emptied = Promise.all([this.#emptied, done]);
  }

  /** Ends as soon as nothing is lost by it. */
  #leave(): void {
    if (this.#mayEnd) {
      this.#end();
      return;
    }
    const alarm = new Alarm(this.#env.clock);
    const end = (): void => {
      unsubscribe();
      alarm.clear();
      this.#end();
    };
    const unsubscribe = this.subscribe(() => {
      // Whatever changes the state has to be over before it ends.
      if (this.#mayEnd) queueMicrotask(end);
    });
    if (this.#session.replica.isKept) alarm.set(LINGER_MS, end);
  }

  /** Whether all is saved, or cannot be now and this device keeps it. */
  get #mayEnd(): boolean {
    const isOnItsWay = this.#saving.link === "live" || !this.#session.replica.isKept;
    return this.#session.unsent === 0 || this.#saving.stop !== null || !isOnItsWay;
  }

  #end(): void {
    for (const dispose of this.#disposers.splice(0)) dispose();
    this.#disconnect();
    void this.#session.close();
  }

  // ---- what the page sees ----

  #dispatch(event: SavingEvent): void {
    this.#saving = reduceSaving(this.#saving, event);
    this.#show({ status: statusOf(this.#saving), loaded: this.#saving.loaded });
  }

  #show(change: Partial<SyncSnapshot>): void {
    this.#snapshot.set(withChange(this.getSnapshot(), change));
  }
}
