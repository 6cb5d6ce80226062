// A stock y-websocket client with a plain Yjs document: `stock.mjs SYNC_ADDRESS DOCUMENT`.
import WebSocket from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { serve } from "./commands.mjs";

const [address, name] = process.argv.slice(2);
const doc = new Y.Doc();
const text = doc.getText("content");
const provider = new WebsocketProvider(address, name, doc, {
  WebSocketPolyfill: WebSocket,
  disableBc: true,
});
const history = new Y.UndoManager(text, { captureTimeout: 0 });
const closed = [];
provider.on("connection-close", (event) => closed.push(event?.code ?? 0));

await serve({
  synced: () => provider.synced,
  closed: () => closed,
  client: () => doc.clientID,
  delta: () => text.toDelta(),
  shown: () => text.toDelta(),
  insert: (index, string, attributes) => text.insert(index, string, attributes ?? {}),
  embed: (index, value) => text.insertEmbed(index, value, {}),
  remove: (index, length) => text.delete(index, length),
  format: (index, length, attributes) => text.format(index, length, attributes),
  undo: () => history.undo() !== null,
  cursor: () => provider.awareness.setLocalStateField("cursor", { anchor: null, head: null }),
  others: () =>
    [...provider.awareness.getStates()]
      .filter(([client]) => client !== doc.clientID)
      .map(([client, state]) => ({ client, user: state.user ?? null })),
  offline: () => provider.disconnect(),
  online: () => provider.connect(),
});
