// @vitest-environment node
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ApiError } from "../../src/wire/error";
import { readMessages, SseParser, streamSuggestions } from "../../src/wire/sse";
import type { SuggestionEvent } from "../../src/wire/types";
import { until } from "./harness";

const STREAM = [
  ": a comment\r\n",
  "event: started\r\ndata: {}\r\n\r\n",
  "event:delta\rdata: first\rdata:  second 🙂\r\r",
  "id: 7\nretry: 3\nno-colon\ndata\n\n",
  "event: nothing follows\n\n",
  "data: last\n\n",
  "data: never finished\n",
].join("");

const MESSAGES = [
  { event: "started", data: "{}" },
  { event: "delta", data: "first\n second 🙂" },
  { event: "message", data: "" },
  { event: "message", data: "last" },
];

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe("the event stream parser", () => {
  it("reads a stream in one piece", () => {
    expect(new SseParser().receive(STREAM)).toEqual(MESSAGES);
  });

  it("reads a stream cut anywhere, and in pieces of every size", () => {
    for (let cut = 0; cut <= STREAM.length; cut++) {
      const parser = new SseParser();
      const messages = [STREAM.slice(0, cut), STREAM.slice(cut)].flatMap((p) => parser.receive(p));
      expect(messages, `cut at ${cut}`).toEqual(MESSAGES);
    }
    for (let size = 1; size < 9; size++) {
      const parser = new SseParser();
      const pieces = STREAM.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      expect(pieces.flatMap((piece) => parser.receive(piece))).toEqual(MESSAGES);
    }
  });

  it("reads bytes cut within a character", async () => {
    const bytes = new TextEncoder().encode(STREAM);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    expect(await all(readMessages(body))).toEqual(MESSAGES);
  });
});

describe("asking for suggestions", () => {
  let server: Server | null = null;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
  });

  async function serve(answer: (response: ServerResponse) => void): Promise<typeof fetch> {
    const listening = createServer((_request, response) => answer(response));
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
    const { port } = listening.address() as AddressInfo;
    return (input, init) => fetch(`http://127.0.0.1:${port}${String(input)}`, init);
  }

  function ask(via: typeof fetch, signal?: AbortSignal): AsyncGenerator<SuggestionEvent> {
    const passage = { text: "a", before: "", after: "" };
    const request = {
      passage,
      recipe: "shorten",
      instruction: null,
      alternatives: 3,
      model: null,
      turned_down: [],
    } as const;
    return streamSuggestions("d", request, signal, via);
  }

  it("yields typed events and ends with done", async () => {
    const via = await serve((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('event: delta\ndata: {"id":"s_1","text":"Hi"}\n\n');
      response.write("event: of the future\ndata: 7\n\n");
      response.end("event: done\ndata: {}\n\n");
    });
    expect(await all(ask(via))).toEqual([
      { type: "delta", id: "s_1", text: "Hi" },
      { type: "done" },
    ]);
  });

  it("says so when the answer breaks off", async () => {
    const via = await serve((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end('event: delta\ndata: {"id":"s_1","text":"Hi"}\n\n');
    });
    await expect(all(ask(via))).rejects.toMatchObject({ slug: "stream-cut" });
  });

  it("throws what the server says when it refuses", async () => {
    const via = await serve((response) => {
      response.writeHead(429, { "content-type": "application/json" });
      response.end('{"error":{"slug":"busy","message":"Too many.","retry_after_s":7}}');
    });
    const error = await all(ask(via)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ slug: "busy", message: "Too many.", status: 429, retryAfter: 7 });
  });

  it("throws a sentence of its own for an answer that is not ours", async () => {
    const via = await serve((response) => {
      response.writeHead(502, { "content-type": "text/html" });
      response.end("<h1>Bad gateway</h1>");
    });
    await expect(all(ask(via))).rejects.toMatchObject({ slug: "http-502" });
    await expect(all(ask(() => fetch("http://127.0.0.1:1/")))).rejects.toMatchObject({
      slug: "unreachable",
      status: 0,
    });
  });

  it("hangs up when it is aborted, and when nobody reads on", async () => {
    let open = 0;
    const via = await serve((response) => {
      open += 1;
      response.on("close", () => {
        open -= 1;
      });
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('event: delta\ndata: {"id":"s_1","text":"Hi"}\n\n');
    });
    const stop = new AbortController();
    const events = ask(via, stop.signal);
    await events.next();
    const rest = events.next();
    stop.abort();
    await expect(rest).rejects.toMatchObject({ name: "AbortError" });
    await until(() => open === 0);

    for await (const event of ask(via)) {
      expect(event.type).toBe("delta");
      break;
    }
    await until(() => open === 0);
  });
});
