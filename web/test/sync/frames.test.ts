// @vitest-environment node
import * as encoding from "lib0/encoding";
import { describe, expect, it } from "vitest";
import {
  type ClientFrame,
  MalformedFrame,
  readClientFrame,
  readServerFrame,
  type ServerFrame,
  writeFrame,
} from "../../src/wire/frames";
import { ADA } from "./loopback-server";

const BYTES = new Uint8Array([0, 1, 127, 128, 255]);

const SERVER_FRAMES: readonly ServerFrame[] = [
  { type: "step-1", stateVector: BYTES },
  { type: "step-2", update: BYTES },
  { type: "update", update: new Uint8Array() },
  { type: "awareness", update: BYTES },
  { type: "query-awareness" },
  { type: "denied", reason: "Nein, tut uns leid 🙂" },
  {
    type: "welcome",
    welcome: {
      version: 1,
      generation: "g_1",
      person: ADA,
      role: "writer",
      title: "„Titel“",
      seq: 12,
    },
  },
  { type: "ack", messages: 300, stateVector: BYTES },
  { type: "authorship", spans: [] },
  { type: "notice", notice: { kind: "refused", slug: "not-allowed", message: "No." } },
];

const CLIENT_FRAMES: readonly ClientFrame[] = [
  { type: "hello", hello: { version: 1, generation: null, want: ["ack", "authorship"] } },
  { type: "digest", stateVector: BYTES, sha256: "00ff" },
  { type: "step-1", stateVector: BYTES },
  { type: "step-2", update: BYTES },
  { type: "update", update: BYTES },
  { type: "awareness", update: BYTES },
  { type: "query-awareness" },
];

describe("frames", () => {
  it.each(SERVER_FRAMES)("come back as they were written by a server: $type", (frame) => {
    expect(readServerFrame(writeFrame(frame))).toEqual(frame);
  });

  it.each(CLIENT_FRAMES)("come back as they were written by a client: $type", (frame) => {
    expect(readClientFrame(writeFrame(frame))).toEqual(frame);
  });

  it("have the bytes of docs/wire-protocol.md", () => {
    expect([...writeFrame({ type: "update", update: BYTES })]).toEqual([0, 2, 5, ...BYTES]);
    expect([...writeFrame({ type: "query-awareness" })]).toEqual([3]);
    const ack = { type: "ack", messages: 300, stateVector: new Uint8Array([0]) } as const;
    expect([...writeFrame(ack)]).toEqual([101, 0xac, 0x02, 1, 0]);
  });

  it.each([...SERVER_FRAMES])("are malformed when cut or followed by more: $type", (frame) => {
    const whole = writeFrame(frame);
    for (let length = 0; length < whole.length; length++) {
      expect(() => readServerFrame(whole.slice(0, length))).toThrow(MalformedFrame);
    }
    expect(() => readServerFrame(new Uint8Array([...whole, 0]))).toThrow(MalformedFrame);
  });

  it("are malformed when their JSON is none, or no object", () => {
    for (const text of ["", "{", "null", "3"]) {
      const out = encoding.createEncoder();
      encoding.writeVarUint(out, 103);
      encoding.writeVarString(out, text);
      expect(() => readServerFrame(encoding.toUint8Array(out))).toThrow(MalformedFrame);
    }
  });

  it("of unknown types are values, so that newer servers may say more", () => {
    expect(readServerFrame(new Uint8Array([120, 1, 2]))).toEqual({ type: "unknown", number: 120 });
  });
});
