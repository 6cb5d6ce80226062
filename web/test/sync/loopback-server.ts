/** A server on a loopback port that speaks the protocol of docs/wire-protocol.md for one document. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import * as Y from "yjs";
import type { Span } from "../../src/wire/authorship";
import {
  type ClientFrame,
  type Hello,
  type Notice,
  readClientFrame,
  type ServerFrame,
  writeFrame,
} from "../../src/wire/frames";
import type { Person, Role } from "../../src/wire/types";

const SERVER_CLIENT = 2 ** 32 - 1;

export const ADA: Person = { id: "p_ada", name: "Ada", initials: "A", colour: 0, kind: "guest" };

export class LoopbackServer {
  doc = new Y.Doc();
  generation = "g_1";
  person: Person = ADA;
  role: Role = "writer";
  title = "A title";
  /** While true, updates are applied and acknowledgements wait. */
  holdAcks = false;
  /** While true, updates are received and nothing becomes of them. */
  isForgetful = false;
  /** While true, nothing at all is answered. */
  isDeaf = false;
  readonly connections = new Set<ServerConnection>();
  /** Every hello that was ever said. */
  readonly hellos: Hello[] = [];
  readonly digests: string[] = [];
  #server: WebSocketServer | null = null;
  #port = 0;

  constructor() {
    this.begin(this.generation, "\n");
  }

  get url(): string {
    return `ws://127.0.0.1:${this.#port}/sync/doc`;
  }

  get text(): string {
    return this.doc.getText("content").toString();
  }

  /** Starts another life of the document. */
  begin(generation: string, text: string): void {
    this.generation = generation;
    this.doc = new Y.Doc();
    this.doc.clientID = SERVER_CLIENT;
    this.doc.getText("content").insert(0, text);
  }

  async start(): Promise<void> {
    this.#server = new WebSocketServer({ host: "127.0.0.1", port: this.#port });
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
    this.#server.on("connection", (socket) => {
      const connection = new ServerConnection(this, socket);
      this.connections.add(connection);
      socket.on("close", () => this.connections.delete(connection));
    });
  }

  /** Cuts every connection and takes no new ones; the document stays. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    for (const { socket } of this.connections) socket.terminate();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** Closes every connection with a code. */
  close(code: number): void {
    for (const { socket } of this.connections) socket.close(code);
  }

  tell(frame: ServerFrame): void {
    for (const connection of this.connections) connection.send(frame);
  }

  notify(notice: Notice): void {
    this.tell({ type: "notice", notice });
  }

  publish(spans: readonly Span[]): void {
    this.tell({ type: "authorship", spans });
  }

  /** Sends the acknowledgements that were held. */
  releaseAcks(): void {
    this.holdAcks = false;
    for (const connection of this.connections) connection.acknowledge();
  }

  /** A teammate's edit. */
  edit(change: (text: Y.Text) => void): void {
    const before = Y.encodeStateVector(this.doc);
    const teammate = new Y.Doc();
    Y.applyUpdate(teammate, Y.encodeStateAsUpdate(this.doc));
    change(teammate.getText("content"));
    const update = Y.encodeStateAsUpdate(teammate, before);
    Y.applyUpdate(this.doc, update);
    this.tell({ type: "update", update });
  }
}

export class ServerConnection {
  readonly socket: WebSocket;
  readonly received: ClientFrame[] = [];
  readonly #server: LoopbackServer;
  #messages = 0;

  constructor(server: LoopbackServer, socket: WebSocket) {
    this.#server = server;
    this.socket = socket;
    socket.on("message", (data: Buffer) => this.#receive(readClientFrame(new Uint8Array(data))));
    this.send({ type: "step-1", stateVector: Y.encodeStateVector(server.doc) });
  }

  send(frame: ServerFrame): void {
    if (!this.#server.isDeaf) this.socket.send(writeFrame(frame));
  }

  acknowledge(): void {
    const stateVector = Y.encodeStateVector(this.#server.doc);
    this.send({ type: "ack", messages: this.#messages, stateVector });
  }

  #receive(frame: ClientFrame): void {
    this.received.push(frame);
    const server = this.#server;
    switch (frame.type) {
      case "hello":
        server.hellos.push(frame.hello);
        this.#greet(frame.hello);
        break;
      case "step-1":
        this.send({
          type: "step-2",
          update: Y.encodeStateAsUpdate(server.doc, frame.stateVector),
        });
        break;
      case "step-2":
      case "update":
        this.#take(frame.update);
        break;
      case "query-awareness":
        this.send({ type: "query-awareness" });
        break;
      case "digest":
        server.digests.push(frame.sha256);
    }
  }

  #greet(hello: Hello): void {
    const { generation, person, role, title } = this.#server;
    if (hello.generation !== null && hello.generation !== generation) {
      this.socket.close(4409);
      return;
    }
    this.send({
      type: "welcome",
      welcome: { version: 1, generation, person, role, title, seq: 1 },
    });
  }

  #take(update: Uint8Array): void {
    this.#messages += 1;
    if (this.#server.isForgetful) return;
    Y.applyUpdate(this.#server.doc, update);
    for (const other of this.#server.connections) other.send({ type: "update", update });
    if (!this.#server.holdAcks) this.acknowledge();
  }
}
