// The web client's own editor and sync client in jsdom: `byline.mjs SYNC_ADDRESS`.

import { fileURLToPath } from "node:url";
import { TextSelection } from "prosemirror-state";
import { createServer } from "vite";
import WebSocket from "ws";
import { serve, wholeRange } from "./commands.mjs";
import { place } from "./dom.mjs";

const [address] = process.argv.slice(2);
const vite = await createServer({
  root: fileURLToPath(new URL("../../web", import.meta.url)),
  configFile: false,
  logLevel: "error",
  appType: "custom",
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
});
const { SyncClient } = await vite.ssrLoadModule("/src/sync/client.ts");
const { systemClock } = await vite.ssrLoadModule("/src/sync/clock.ts");
const { createEditor } = await vite.ssrLoadModule("/src/editor/create.ts");
const { textBetween } = await vite.ssrLoadModule("/src/editor/content.ts");
const { indexToPos, modelLength } = await vite.ssrLoadModule("/src/editor/positions.ts");
const { inlineNode, marksFrom } = await vite.ssrLoadModule("/src/editor/schema.ts");

const nothing = () => () => undefined;
const environment = {
  clock: systemClock,
  random: Math.random,
  openSocket: (url) => new WebSocket(url),
  socketUrl: (id) => `${address}/${id}`,
  storage: null,
  indexedDb: null,
  newId: () => crypto.randomUUID(),
  page: { onReturn: nothing, onOffline: nothing, onLeave: nothing },
};

let client;
let leave;
let editor = null;
let shownDoc;
let mismatches;

function open(name) {
  leave?.();
  editor?.destroy();
  editor = shownDoc = null;
  mismatches = [];
  client = new SyncClient(name, environment);
  client.subscribe(follow);
  leave = client.start();
}

// Editors follow the document: after a refusal the client shows another one.
function follow() {
  const { doc, loaded } = client.getSnapshot();
  if (!loaded || doc === shownDoc) return;
  editor?.destroy();
  shownDoc = doc;
  editor = createEditor({
    place,
    doc,
    checks: "always",
    onMismatch: (detail) => mismatches.push(detail),
  });
}

const shown = () => textBetween(editor.view.state.doc, 0, modelLength(editor.view.state.doc));

/** Moves the selection as a person would before they act. */
function select(index, length = 0) {
  const { view } = editor;
  const [start, size] = wholeRange(shown(), index, length);
  const [from, to] = [start, start + size].map((at) => indexToPos(view.state.doc, at));
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, from, to)));
}

function press(key, modifiers = {}) {
  const event = new window.KeyboardEvent("keydown", {
    key,
    bubbles: true,
    cancelable: true,
    ...modifiers,
  });
  editor.view.dom.dispatchEvent(event);
}

/** Types text at an index; Enter is a real key press. */
function insert(index, string, attributes) {
  select(index);
  string.split("\n").forEach((part, number) => {
    if (number > 0) press("Enter");
    const { state } = editor.view;
    if (part)
      editor.view.dispatch(state.tr.replaceSelectionWith(inlineNode(part, attributes), false));
  });
}

function format(index, length, attributes) {
  select(index, length);
  const { tr, selection } = editor.view.state;
  for (const mark of marksFrom(attributes)) tr.addMark(selection.from, selection.to, mark);
  editor.view.dispatch(tr);
}

await serve({
  open,
  synced: () => editor !== null && client.getSnapshot().status.kind === "saved",
  status: () => client.getSnapshot().status,
  mismatches: () => mismatches,
  client: () => client.getSnapshot().doc.clientID,
  delta: () => client.getSnapshot().doc.getText("content").toDelta(),
  shown,
  insert,
  embed: (index, value) => {
    select(index);
    editor.view.dispatch(editor.view.state.tr.replaceSelectionWith(inlineNode(value, {}), false));
  },
  remove: (index, length) => {
    select(index, length);
    press("Backspace");
  },
  format,
  key: (index, length, key, modifiers) => {
    select(index, length);
    press(key, modifiers);
  },
  undo: () => editor.binding.history.undo(),
  presence: () => client.getSnapshot().presence,
});
