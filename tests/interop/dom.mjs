// A page for editors that need one: jsdom's window made global, with the few things it lacks.
import { JSDOM } from "jsdom";

const { window } = new JSDOM('<!doctype html><div id="editor"></div>', {
  pretendToBeVisual: true,
  url: "http://127.0.0.1/",
});
const rect = () => ({ x: 0, y: 0, left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0 });
window.Range.prototype.getBoundingClientRect = rect;
window.Range.prototype.getClientRects = () => [];
window.document.elementFromPoint = () => null;

const keep = new Set(["Event", "EventTarget", "AbortController", "AbortSignal", "performance"]);
for (const key of Object.getOwnPropertyNames(window)) {
  if (key in globalThis || keep.has(key)) continue;
  Object.defineProperty(globalThis, key, { get: () => window[key], configurable: true });
}

/** Where the editor goes. */
export const place = window.document.getElementById("editor");
