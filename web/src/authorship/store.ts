/** What is known about who wrote the document: loaded once somebody looks, live from then on. */
import type { SyncClient } from "../sync/client";
import { Cell, type Disposer, type Readable } from "../sync/readable";
import type { Api } from "../wire/api";
import { isAbort } from "../wire/error";
import type {
  Authorship,
  DocumentId,
  Person,
  PersonId,
  Span,
  SuggestionSource,
} from "../wire/types";
import type { Own } from "./runs";
import { SpanMap } from "./span-map";

export type LoadState = "idle" | "loading" | "ready" | "failed";

type Feed = Pick<SyncClient, "onEvent" | "getSnapshot">;

export class AuthorshipStore {
  readonly #documentId: DocumentId;
  readonly #feed: Feed;
  readonly #api: Pick<Api, "authorship">;
  readonly #version = new Cell(0);
  readonly #state = new Cell<LoadState>("idle");
  #people: ReadonlyMap<PersonId, Person> = new Map();
  #suggestions: ReadonlyMap<string, SuggestionSource> = new Map();
  #spans = new SpanMap();
  #generation: string | null = null;
  /** Spans that arrived while the whole was being loaded. */
  #arrived: Span[] = [];
  #loading: AbortController | null = null;
  /** Names already asked for, so that one nobody knows is asked for once. */
  #asked = new Set<string>();
  #stop: Disposer | null = null;

  constructor(documentId: DocumentId, feed: Feed, api: Pick<Api, "authorship">) {
    this.#documentId = documentId;
    this.#feed = feed;
    this.#api = api;
  }

  /** Changes whenever anything here does. */
  get version(): Readable<number> {
    return this.#version;
  }

  get state(): Readable<LoadState> {
    return this.#state;
  }

  get spans(): SpanMap {
    return this.#spans;
  }

  /** The ids that are ours, whatever the server has said so far. */
  get own(): Own {
    const { doc, person } = this.#feed.getSnapshot();
    return { clientId: doc.clientID, personId: person?.id ?? null };
  }

  person(id: PersonId | null): Person | null {
    if (id === null) return null;
    const { person, presence } = this.#feed.getSnapshot();
    if (person?.id === id) return person;
    const here = presence.find((entry) => entry.person.id === id)?.person;
    return here ?? this.#people.get(id) ?? null;
  }

  suggestion(id: string | null): SuggestionSource | null {
    return id === null ? null : (this.#suggestions.get(id) ?? null);
  }

  /** Loads and follows. Starting twice is once. Returns the disposer. */
  start(): Disposer {
    if (this.#stop === null) {
      const unsubscribe = this.#feed.onEvent((event) => {
        if (event.type === "spans") this.#receive(event.spans);
        if (event.type === "synced" || event.type === "people") void this.load();
      });
      this.#stop = () => {
        unsubscribe();
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
    const loading = new AbortController();
    this.#loading = loading;
    this.#arrived = [];
    if (this.#state.getSnapshot() !== "ready") this.#state.set("loading");
    try {
      this.#take(await this.#api.authorship(this.#documentId, loading.signal));
      this.#state.set("ready");
    } catch (error) {
      if (isAbort(error) || loading.signal.aborted) return;
      if (this.#state.getSnapshot() !== "ready") this.#state.set("failed");
    } finally {
      if (this.#loading === loading) this.#loading = null;
    }
  }

  #take(authorship: Authorship): void {
    if (authorship.generation !== this.#generation) this.#spans = new SpanMap();
    this.#generation = authorship.generation;
    this.#people = new Map(Object.entries(authorship.people));
    this.#suggestions = new Map(Object.entries(authorship.suggestions));
    for (const span of authorship.spans) this.#spans.add(span);
    for (const span of this.#arrived.splice(0)) this.#spans.add(span);
    this.#version.set(this.#version.getSnapshot() + 1);
  }

  #receive(spans: readonly Span[]): void {
    if (this.#loading !== null) this.#arrived.push(...spans);
    for (const span of spans) this.#spans.add(span);
    this.#version.set(this.#version.getSnapshot() + 1);
    if (this.#loading === null && this.#state.getSnapshot() === "ready") this.#askForNames(spans);
  }

  #askForNames(spans: readonly Span[]): void {
    const missing = spans
      .flatMap(({ author, placed_by, suggestion }) => [
        ...[author, placed_by].filter((id) => id !== null && this.person(id) === null),
        ...(suggestion !== null && !this.#suggestions.has(suggestion) ? [suggestion] : []),
      ])
      .filter((id): id is string => id !== null && !this.#asked.has(id));
    if (missing.length === 0) return;
    for (const id of missing) this.#asked.add(id);
    void this.load();
  }
}
