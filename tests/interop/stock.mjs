// A stock y-websocket client with a plain Yjs document: `stock.mjs SYNC_ADDRESS`.
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { serve, whole, wholeRange } from "./commands.mjs";

const [address] = process.argv.slice(2);
let doc;
let text;
let provider;
let history;
let closed;

function open(name) {
  provider?.destroy();
  doc = new Y.Doc();
  text = doc.getText("content");
  history = new Y.UndoManager(text, { captureTimeout: 0 });
  closed = [];
  provider = new WebsocketProvider(address, name, doc, {
    WebSocketPolyfill: WebSocket,
    disableBc: true,
  });
  provider.on("connection-close", (event) => closed.push(event?.code ?? 0));
}

await serve({
  open,
  synced: () => provider.synced,
  closed: () => closed,
  client: () => doc.clientID,
  delta: () => text.toDelta(),
  shown: () => text.toDelta(),
  insert: (index, string, attributes) =>
    text.insert(whole(text.toDelta(), index), string, attributes ?? {}),
  embed: (index, value) => text.insertEmbed(index, value, {}),
  remove: (index, length) => text.delete(...wholeRange(text.toDelta(), index, length)),
  format: (index, length, attributes) =>
    text.format(...wholeRange(text.toDelta(), index, length), attributes),
  undo: () => history.undo() !== null,
  cursor: () => provider.awareness.setLocalStateField("cursor", { anchor: null, head: null }),
  offline: () => provider.disconnect(),
  online: () => provider.connect(),
});
