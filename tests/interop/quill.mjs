// A y-quill editor in jsdom over a y-websocket provider: `quill.mjs SYNC_ADDRESS`.

import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { serve, whole, wholeRange } from "./commands.mjs";
import { place } from "./dom.mjs";

const { default: Quill } = await import("quill");
const { QuillBinding } = await import("y-quill");

const [address] = process.argv.slice(2);
let doc;
let text;
let provider;
let quill;
let binding;
let history;
let ownLineEnd;

// The editor is bound to the text once the text is there; with "early", before that, as some pages do.
function open(name, when) {
  binding?.destroy();
  provider?.destroy();
  binding = history = null;
  ownLineEnd = false;
  doc = new Y.Doc();
  text = doc.getText("content");
  provider = new WebsocketProvider(address, name, doc, {
    WebSocketPolyfill: WebSocket,
    disableBc: true,
  });
  place.replaceChildren();
  quill = new Quill(place, { modules: { toolbar: false, history: false } });
  if (when === "early") bind();
  else provider.on("sync", bind);
}

function bind() {
  if (binding) return;
  noteLineEnd();
  text.observe(noteLineEnd);
  binding = new QuillBinding(text, quill, provider.awareness);
  history = new Y.UndoManager(text, { trackedOrigins: new Set([binding]), captureTimeout: 0 });
}

// Where the text has lost its last line end, Quill shows one of its own, and keeps it when the text gets one again.
function noteLineEnd() {
  const last = text.toDelta().at(-1)?.insert;
  ownLineEnd ||= typeof last !== "string" || !last.endsWith("\n");
}

// What Quill shows, without the line end that is only its own.
function shown() {
  const contents = quill.getContents();
  const isOneMore = contents.length() === text.length + 1;
  return (ownLineEnd && isOneMore ? contents.slice(0, text.length) : contents).ops;
}

await serve({
  open,
  synced: () => provider.synced && history !== null,
  client: () => doc.clientID,
  delta: () => text.toDelta(),
  shown,
  insert: (index, string, attributes) => {
    quill.insertText(whole(quill.getContents().ops, index), string, attributes ?? {}, "user");
  },
  embed: (index, value) => {
    const [[kind, content]] = Object.entries(value);
    quill.insertEmbed(index, kind, content, "user");
  },
  remove: (index, length) => {
    quill.deleteText(...wholeRange(quill.getContents().ops, index, length), "user");
  },
  format: (index, length, attributes) => {
    const range = wholeRange(quill.getContents().ops, index, length);
    for (const [key, value] of Object.entries(attributes)) {
      quill.formatText(...range, key, value ?? false, "user");
    }
  },
  formatLine: (index, attributes) => {
    for (const [key, value] of Object.entries(attributes)) {
      quill.formatLine(index, 1, key, value ?? false, "user");
    }
  },
  undo: () => history.undo() !== null,
});
