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

// The editor is bound to the text once the text is there; with "early", before that, as some pages do.
function open(name, when) {
  binding?.destroy();
  provider?.destroy();
  binding = history = null;
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
  binding = new QuillBinding(text, quill, provider.awareness);
  history = new Y.UndoManager(text, { trackedOrigins: new Set([binding]), captureTimeout: 0 });
}

await serve({
  open,
  synced: () => provider.synced && history !== null,
  client: () => doc.clientID,
  delta: () => text.toDelta(),
  shown: () => quill.getContents().ops,
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
