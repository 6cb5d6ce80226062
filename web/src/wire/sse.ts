/** Server-sent events over POST, and the suggestion stream made of them (WHATWG HTML, section 9.2.6). */
import { ApiError, errorOf, isAbort, unreachable } from "./error";
import type { DocumentId, SuggestionEvent, SuggestionRequest } from "./types";

export interface SseMessage {
  readonly event: string;
  readonly data: string;
}

/** Turns arriving pieces of an event stream into messages, wherever the pieces are cut. */
export class SseParser {
  #rest = "";
  #afterReturn = false;
  #event = "";
  #data: string[] = [];

  /** The messages that `piece` completes. */
  receive(piece: string): SseMessage[] {
    const messages: SseMessage[] = [];
    for (const line of this.#lines(piece)) {
      const message = this.#receiveLine(line);
      if (message) messages.push(message);
    }
    return messages;
  }

  #lines(piece: string): string[] {
    let text = piece;
    if (this.#afterReturn && text.startsWith("\n")) text = text.slice(1);
    if (piece !== "") this.#afterReturn = piece.endsWith("\r");
    const lines = (this.#rest + text).split(/\r\n|\r|\n/);
    this.#rest = lines.pop() ?? "";
    return lines;
  }

  #receiveLine(line: string): SseMessage | null {
    if (line === "") return this.#dispatch();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.#event = value;
    else if (field === "data") this.#data.push(value);
    return null;
  }

  #dispatch(): SseMessage | null {
    const message =
      this.#data.length === 0
        ? null
        : { event: this.#event || "message", data: this.#data.join("\n") };
    this.#event = "";
    this.#data = [];
    return message;
  }
}

/** The messages of a response body as they arrive. */
export async function* readMessages(body: ReadableStream<Uint8Array>): AsyncGenerator<SseMessage> {
  const parser = new SseParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      yield* parser.receive(decoder.decode(value, { stream: !done }));
      if (done) return;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const EVENT_TYPES = ["started", "delta", "restarted", "finished", "failed", "done"] as const;

/**
 * Asks for suggestions and yields what happens, ending with `done`.
 * Throws `ApiError` when the request is refused, or (slug `stream-cut`) when the answer ends early.
 * Ending the iteration or aborting `signal` stops the work on the server.
 */
export async function* streamSuggestions(
  documentId: DocumentId,
  request: SuggestionRequest,
  signal?: AbortSignal,
  fetch: typeof globalThis.fetch = (...call) => globalThis.fetch(...call),
): AsyncGenerator<SuggestionEvent> {
  const response = await ask(fetch, documentId, request, signal);
  try {
    for await (const message of readMessages(response)) {
      const event = suggestionEvent(message);
      if (event === null) continue;
      yield event;
      if (event.type === "done") return;
    }
  } catch (error) {
    if (isAbort(error) || signal?.aborted || error instanceof ApiError) throw error;
    throw cut(error);
  }
  throw cut(undefined);
}

async function ask(
  fetch: typeof globalThis.fetch,
  documentId: DocumentId,
  request: SuggestionRequest,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  let response: Response;
  try {
    response = await fetch(`/api/documents/${encodeURIComponent(documentId)}/suggestions`, {
      method: "POST",
      headers: { accept: "text/event-stream", "content-type": "application/json" },
      body: JSON.stringify(request),
      signal: signal ?? null,
    });
  } catch (error) {
    throw isAbort(error) ? error : unreachable(error);
  }
  if (!response.ok) throw await errorOf(response);
  if (response.body === null) throw cut(undefined);
  return response.body;
}

function suggestionEvent(message: SseMessage): SuggestionEvent | null {
  const type = EVENT_TYPES.find((name) => name === message.event);
  if (type !== undefined) return { ...JSON.parse(message.data), type } as SuggestionEvent;
  if (message.event === "error") throw streamError(message.data);
  return null;
}

function streamError(data: string): ApiError {
  const parsed: { error?: { slug?: string; message?: string } } = JSON.parse(data);
  const message = parsed.error?.message ?? "The suggestions could not be made.";
  return new ApiError(parsed.error?.slug ?? "failed", message, { status: 200 });
}

function cut(cause: unknown): ApiError {
  const message = "The answer broke off before it was complete. The document was not changed.";
  const error = new ApiError("stream-cut", message, { status: 200 });
  error.cause = cause;
  return error;
}
