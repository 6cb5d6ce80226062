/** What is known about who wrote the document: loaded once somebody looks, live from then on. */
import type { SyncClient } from "../sync/client";
import { Alarm, type Clock, systemClock } from "../sync/clock";
import { Cell, Channel, type Disposer, type Readable } from "../sync/readable";
import type { Look } from "../ui/palette";
import type { Api } from "../wire/api";
import type { Authorship, SourceDocument, Span, SuggestionSource } from "../wire/authorship";
import { isAbort } from "../wire/error";
import type { DocumentId, Person, PersonId } from "../wire/types";
import type { Own } from "./attribution";
import { Looks } from "./looks";
import { SpanMap } from "./span-map";

export type LoadState = "idle" | "loading" | "ready" | "failed";

type Feed = Pick<SyncClient, "onEvent" | "getSnapshot">;

/** How long after words of a suggestion were changed it is asked who did. */
const REFRESH_AFTER_MS = 3_000;
/** Between two such questions, at least; and at least so many times what the answer took to come. */
const REFRESH_EVERY_MS = 10_000;
const REFRESH_PATIENCE = 50;

export class AuthorshipStore {
  readonly documentId: DocumentId;
  readonly #feed: Feed;
  readonly #api: Pick<Api, "authorship">;
  readonly #clock: Clock;
  readonly #refresh: Alarm;
  readonly #version = new Cell(0);
  readonly #loads = new Cell(0);
  readonly #state = new Cell<LoadState>("idle");
  readonly #news = new Channel<readonly Span[] | null>();
  readonly #looks = new Looks();
  #answer: Pick<Authorship, "people" | "suggestions" | "documents"> = NOTHING;
  #spans = new SpanMap();
  #generation: string | null = null;
  /** Spans that arrived while the whole was being loaded. */
  #arrived: Span[] = [];
  #loading: AbortController | null = null;
  #notBefore = 0;
  /** Names already asked for, so that one nobody knows is asked for once. */
  #asked = new Set<string>();
  #stop: Disposer | null = null;

  constructor(
    documentId: DocumentId,
    feed: Feed,
    api: Pick<Api, "authorship">,
    clock: Clock = systemClock,
  ) {
    this.documentId = documentId;
    this.#feed = feed;
    this.#api = api;
    this.#clock = clock;
    this.#refresh = new Alarm(clock);
  }

  /** Changes whenever anything here does. */
  get version(): Readable<number> {
    return this.#version;
  }

  /** How often the whole has been loaded: names and looks change with it. */
  get loads(): Readable<number> {
    return this.#loads;
  }

  get state(): Readable<LoadState> {
    return this.#state;
  }

  /** Told of the spans that came; null when all may be others. */
  readonly onSpans = (listener: (spans: readonly Span[] | null) => void): Disposer =>
    this.#news.subscribe(listener);

  get spans(): SpanMap {
    return this.#spans;
  }

  /** The ids that are ours, whatever the server has said so far. */
  get own(): Own {
    const { doc, person } = this.#feed.getSnapshot();
    return { clientId: doc.clientID, personId: person?.id ?? null };
  }

  /** Whether this reader may know what claims did not hold. */
  get mayReadHistory(): boolean {
    const { role } = this.#feed.getSnapshot();
    return role !== null && role !== "reader";
  }

  /** Somebody as they are shown here: in a colour that nobody else has. */
  person(id: PersonId | null): Person | null {
    const known = this.#known(id);
    return known && this.asShown(known);
  }

  /** The same for somebody whom the server has just told of. */
  asShown(person: Person): Person {
    const { colour } = this.#lookOf(person);
    return colour === person.colour ? person : { ...person, colour };
  }

  look(id: PersonId | null): Look | null {
    const known = this.#known(id);
    return known && this.#lookOf(known);
  }

  #known(id: PersonId | null): Person | null {
    if (id === null) return null;
    const { person, presence } = this.#feed.getSnapshot();
    const here = person?.id === id ? person : presence.find((one) => one.person.id === id)?.person;
    return here ?? this.#answer.people[id] ?? null;
  }

  #lookOf(person: Person): Look {
    // Looks are given to all writers at once, before anybody who only comes to read.
    if (this.#loads.getSnapshot() > 0) this.#looks.give([person]);
    return this.#looks.of(person);
  }

  suggestion(id: string | null): SuggestionSource | null {
    return id === null ? null : (this.#answer.suggestions[id] ?? null);
  }

  /** A document that words came from; null where the reader may not know it. */
  readonly document = (id: DocumentId): SourceDocument | null => this.#answer.documents[id] ?? null;

  /** Loads and follows. Starting twice is once. Returns the disposer. */
  start(): Disposer {
    if (this.#stop === null) {
      const unsubscribe = this.#feed.onEvent((event) => {
        if (event.type === "spans") this.#receive(event.spans);
        if (event.type === "synced" || event.type === "people") void this.load();
      });
      this.#stop = () => {
        unsubscribe();
        this.#refresh.clear();
        this.#loading?.abort();
        this.#loading = null;
        this.#stop = null;
      };
      void this.load();
    }
    return this.#stop;
  }

  /** Asks the server for everything. A failure is told by `state`; what was known stays. */
  async load(): Promise<void> {
    this.#loading?.abort();
    this.#refresh.clear();
    const loading = new AbortController();
    this.#loading = loading;
    this.#arrived = [];
    const began = this.#clock.now();
    if (this.#state.getSnapshot() !== "ready") this.#state.set("loading");
    try {
      this.#take(await this.#api.authorship(this.documentId, loading.signal));
      this.#state.set("ready");
    } catch (error) {
      if (isAbort(error) || loading.signal.aborted) return;
      if (this.#state.getSnapshot() !== "ready") this.#state.set("failed");
    } finally {
      const now = this.#clock.now();
      this.#notBefore = now + Math.max(REFRESH_EVERY_MS, REFRESH_PATIENCE * (now - began));
      if (this.#loading === loading) this.#loading = null;
    }
  }

  /** Words of a suggestion were changed: who did is asked a little later, and not too often. */
  refreshSoon(): void {
    if (this.#stop === null || this.#loading !== null || this.#refresh.isSet) return;
    const wait = Math.max(REFRESH_AFTER_MS, this.#notBefore - this.#clock.now());
    this.#refresh.set(wait, () => void this.load());
  }

  #take(authorship: Authorship): void {
    if (authorship.generation !== this.#generation) this.#spans = new SpanMap();
    this.#generation = authorship.generation;
    this.#answer = authorship;
    const people = Object.keys(authorship.people).map((id) => this.#known(id));
    this.#looks.give(people.filter((person) => person !== null));
    this.#spans.addAll(authorship.spans);
    for (const span of this.#arrived.splice(0)) this.#spans.add(span);
    this.#loads.set(this.#loads.getSnapshot() + 1);
    this.#changed(null);
  }

  #receive(spans: readonly Span[]): void {
    if (this.#loading !== null) this.#arrived.push(...spans);
    for (const span of spans) this.#spans.add(span);
    this.#changed(spans);
    if (this.#loading !== null || this.#state.getSnapshot() !== "ready") return;
    if (this.#hasNewNames(spans)) void this.load();
    else if (spans.some(({ origin }) => origin === "adopted")) this.refreshSoon();
  }

  #changed(spans: readonly Span[] | null): void {
    this.#news.emit(spans);
    this.#version.set(this.#version.getSnapshot() + 1);
  }

  #hasNewNames(spans: readonly Span[]): boolean {
    const missing = spans
      .flatMap((span) => this.#namesIn(span))
      .filter((id) => !this.#asked.has(id));
    for (const id of missing) this.#asked.add(id);
    return missing.length > 0;
  }

  /** The people, suggestions and documents that a span names and nobody has told of. */
  #namesIn({ author, placed_by, suggestion, source }: Span): string[] {
    const { suggestions, documents } = this.#answer;
    const document = source?.document ?? null;
    const missing = [author, placed_by].filter((id) => id !== null && this.#known(id) === null);
    if (suggestion !== null && suggestions[suggestion] === undefined) missing.push(suggestion);
    if (document !== null && documents[document] === undefined) missing.push(document);
    return missing.filter((id) => id !== null);
  }
}

const NOTHING = { people: {}, suggestions: {}, documents: {} };
