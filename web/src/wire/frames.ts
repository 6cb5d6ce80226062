/**
 * The binary messages of `/sync/{document}`: y-protocols (types 0 to 3) and Byline's own (100 to 104).
 *
 * Every `readX` has its `writeX`. Reading fails with `MalformedFrame` and nothing else; a message of
 * an unknown type is a value, so that a newer server can say more than this client understands.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import type { Span } from "./authorship";
import type { Person, Role } from "./types";

const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  hello: 100,
  ack: 101,
  authorship: 102,
  notice: 103,
  digest: 104,
} as const;

const SYNC = { step1: 0, step2: 1, update: 2 } as const;

export class MalformedFrame extends Error {
  override readonly name = "MalformedFrame";
}

/** What this client says first. `generation` is the last one it knew of the document. */
export interface Hello {
  readonly version: 1;
  readonly generation: string | null;
  readonly want: readonly ("ack" | "authorship")[];
}

/** The server's answer to hello. */
export interface Welcome {
  readonly version: 1;
  readonly generation: string;
  readonly person: Person;
  readonly role: Role;
  readonly title: string;
  readonly seq: number;
}

export type Notice =
  | { readonly kind: "role"; readonly role: Role }
  | { readonly kind: "refused"; readonly slug: string; readonly message: string }
  | { readonly kind: "title"; readonly title: string }
  | { readonly kind: "people" }
  | { readonly kind: "assistant" }
  | { readonly kind: "suggestions" }
  | { readonly kind: "history" }
  | { readonly kind: "comments" }
  | { readonly kind: "review" }
  | { readonly kind: "deleted" }
  | { readonly kind: "resync" };

type SharedFrame =
  | { readonly type: "step-1"; readonly stateVector: Uint8Array }
  | { readonly type: "step-2"; readonly update: Uint8Array }
  | { readonly type: "update"; readonly update: Uint8Array }
  | { readonly type: "awareness"; readonly update: Uint8Array }
  | { readonly type: "query-awareness" }
  | { readonly type: "unknown"; readonly number: number };

export type ServerFrame =
  | SharedFrame
  | { readonly type: "denied"; readonly reason: string }
  | { readonly type: "welcome"; readonly welcome: Welcome }
  | { readonly type: "ack"; readonly messages: number; readonly stateVector: Uint8Array }
  | { readonly type: "authorship"; readonly spans: readonly Span[] }
  | { readonly type: "notice"; readonly notice: Notice };

export type ClientFrame =
  | SharedFrame
  | { readonly type: "hello"; readonly hello: Hello }
  | { readonly type: "digest"; readonly stateVector: Uint8Array; readonly sha256: string };

/** The bytes of one message to or from either side. */
export function writeFrame(frame: ServerFrame | ClientFrame): Uint8Array<ArrayBuffer> {
  const out = encoding.createEncoder();
  switch (frame.type) {
    case "step-1":
      writeSync(out, SYNC.step1, frame.stateVector);
      break;
    case "step-2":
      writeSync(out, SYNC.step2, frame.update);
      break;
    case "update":
      writeSync(out, SYNC.update, frame.update);
      break;
    case "awareness":
      encoding.writeVarUint(out, MESSAGE.awareness);
      encoding.writeVarUint8Array(out, frame.update);
      break;
    case "query-awareness":
      encoding.writeVarUint(out, MESSAGE.queryAwareness);
      break;
    case "denied":
      encoding.writeVarUint(out, MESSAGE.auth);
      encoding.writeVarUint(out, 0);
      encoding.writeVarString(out, frame.reason);
      break;
    case "unknown":
      throw new TypeError("A message of an unknown type cannot be written.");
    default:
      writeOwn(out, frame);
  }
  return encoding.toUint8Array(out);
}

type OwnFrame = Exclude<
  ServerFrame | ClientFrame,
  SharedFrame | { readonly type: "denied"; readonly reason: string }
>;

function writeOwn(out: encoding.Encoder, frame: OwnFrame): void {
  switch (frame.type) {
    case "hello":
      writeJson(out, MESSAGE.hello, frame.hello);
      break;
    case "welcome":
      writeJson(out, MESSAGE.hello, frame.welcome);
      break;
    case "authorship":
      writeJson(out, MESSAGE.authorship, { spans: frame.spans });
      break;
    case "notice":
      writeJson(out, MESSAGE.notice, frame.notice);
      break;
    case "ack":
      encoding.writeVarUint(out, MESSAGE.ack);
      encoding.writeVarUint(out, frame.messages);
      encoding.writeVarUint8Array(out, frame.stateVector);
      break;
    case "digest":
      encoding.writeVarUint(out, MESSAGE.digest);
      encoding.writeVarUint8Array(out, frame.stateVector);
      encoding.writeVarString(out, frame.sha256);
  }
}

/** One message from the server. Throws `MalformedFrame`. */
export function readServerFrame(bytes: Uint8Array): ServerFrame {
  return read(bytes, (input, number): ServerFrame => {
    switch (number) {
      case MESSAGE.auth:
        decoding.readVarUint(input);
        return { type: "denied", reason: decoding.readVarString(input) };
      case MESSAGE.hello:
        return { type: "welcome", welcome: readJson<Welcome>(input) };
      case MESSAGE.ack:
        return {
          type: "ack",
          messages: decoding.readVarUint(input),
          stateVector: decoding.readVarUint8Array(input),
        };
      case MESSAGE.authorship:
        return { type: "authorship", spans: readJson<{ spans: Span[] }>(input).spans };
      case MESSAGE.notice:
        return { type: "notice", notice: readJson<Notice>(input) };
      default:
        return readShared(input, number);
    }
  });
}

/** One message from a client. Throws `MalformedFrame`. */
export function readClientFrame(bytes: Uint8Array): ClientFrame {
  return read(bytes, (input, number): ClientFrame => {
    switch (number) {
      case MESSAGE.hello:
        return { type: "hello", hello: readJson<Hello>(input) };
      case MESSAGE.digest:
        return {
          type: "digest",
          stateVector: decoding.readVarUint8Array(input),
          sha256: decoding.readVarString(input),
        };
      default:
        return readShared(input, number);
    }
  });
}

function readShared(input: decoding.Decoder, number: number): SharedFrame {
  switch (number) {
    case MESSAGE.sync:
      return readSync(input);
    case MESSAGE.awareness:
      return { type: "awareness", update: decoding.readVarUint8Array(input) };
    case MESSAGE.queryAwareness:
      return { type: "query-awareness" };
    default:
      decoding.readTailAsUint8Array(input);
      return { type: "unknown", number };
  }
}

function readSync(input: decoding.Decoder): SharedFrame {
  const step = decoding.readVarUint(input);
  const payload = decoding.readVarUint8Array(input);
  switch (step) {
    case SYNC.step1:
      return { type: "step-1", stateVector: payload };
    case SYNC.step2:
      return { type: "step-2", update: payload };
    case SYNC.update:
      return { type: "update", update: payload };
    default:
      throw new MalformedFrame(`There is no sync message ${step}.`);
  }
}

function read<T>(bytes: Uint8Array, body: (input: decoding.Decoder, number: number) => T): T {
  try {
    const input = decoding.createDecoder(bytes);
    const frame = body(input, decoding.readVarUint(input));
    if (decoding.hasContent(input)) throw new MalformedFrame("Bytes follow the end of a message.");
    return frame;
  } catch (error) {
    if (error instanceof MalformedFrame) throw error;
    throw new MalformedFrame("A message could not be read.", { cause: error });
  }
}

function writeSync(out: encoding.Encoder, step: number, payload: Uint8Array): void {
  encoding.writeVarUint(out, MESSAGE.sync);
  encoding.writeVarUint(out, step);
  encoding.writeVarUint8Array(out, payload);
}

function writeJson(out: encoding.Encoder, number: number, value: object): void {
  encoding.writeVarUint(out, number);
  encoding.writeVarString(out, JSON.stringify(value));
}

function readJson<T>(input: decoding.Decoder): T {
  const value: unknown = JSON.parse(decoding.readVarString(input));
  if (typeof value !== "object" || value === null) {
    throw new MalformedFrame("A message's JSON is not an object.");
  }
  return value as T;
}
