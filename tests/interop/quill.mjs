// A y-quill editor in jsdom over a y-websocket provider: `quill.mjs SYNC_ADDRESS DOCUMENT [early]`.
// The editor is bound to the text once the text is there; with "early", before that, as some pages do.
import { place } from "./dom.mjs";
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { serve } from "./commands.mjs";

const { default: Quill } = await import("quill");
const { QuillBinding } = await import("y-quill");

const [address, name, when] = process.argv.slice(2);
const doc = new Y.Doc();
const text = doc.getText("content");
const provider = new WebsocketProvider(address, name, doc, {
  WebSocketPolyfill: WebSocket,
  disableBc: true,
});
const closed = [];
provider.on("connection-close", (event) => closed.push(event?.code ?? 0));
const quill = new Quill(place, { modules: { toolbar: false, history: false } });
let history = null;
function bind() {
  if (history) return;
  const binding = new QuillBinding(text, quill, provider.awareness);
  history = new Y.UndoManager(text, { trackedOrigins: new Set([binding]), captureTimeout: 0 });
}
if (when === "early") bind();
provider.on("sync", bind);

await serve({
  synced: () => provider.synced && history !== null,
  closed: () => closed,
  client: () => doc.clientID,
  delta: () => text.toDelta(),
  shown: () => quill.getContents().ops,
  insert: (index, string, attributes) => {
    quill.insertText(index, string, attributes ?? {}, "user");
  },
  embed: (index, value) => {
    const [[kind, content]] = Object.entries(value);
    quill.insertEmbed(index, kind, content, "user");
  },
  remove: (index, length) => {
    quill.deleteText(index, length, "user");
  },
  format: (index, length, attributes) => {
    for (const [key, value] of Object.entries(attributes)) {
      quill.formatText(index, length, key, value ?? false, "user");
    }
  },
  formatLine: (index, attributes) => {
    for (const [key, value] of Object.entries(attributes)) {
      quill.formatLine(index, 1, key, value ?? false, "user");
    }
  },
  undo: () => history.undo() !== null,
});
