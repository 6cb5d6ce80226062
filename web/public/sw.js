/*
 * Opens the application without the network: the page comes from the server whenever it answers,
 * and from this device when it does not. Documents are not kept here (IndexedDB has them), and
 * nothing under /api or /sync ever passes through.
 */

const CACHE = "byline-shell-1";
const SHELL = "/";
/** Files kept; their names change with every build, so the oldest go. */
const MAX_FILES = 120;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.add(SHELL))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map(remove)))
      .then(() => self.clients.claim()),
  );
});

/** The page tells which files it loaded before this worker was there. */
self.addEventListener("message", (event) => {
  event.waitUntil(Promise.all(event.data.map((url) => fromDevice(new Request(url)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fromServer(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(fromDevice(request));
});

function remove(name) {
  return caches.delete(name);
}

/** The page as the server has it now; as it was last when the server cannot be reached. */
async function fromServer(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(SHELL, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(SHELL);
    if (kept === undefined) throw error;
    return kept;
  }
}

/** A file whose name changes with its content: once here, it is right for ever. */
async function fromDevice(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    await forgetOldest(cache);
  }
  return response;
}

async function forgetOldest(cache) {
  const files = await cache.keys();
  const surplus = files.filter(({ url }) => new URL(url).pathname !== SHELL).slice(0, -MAX_FILES);
  await Promise.all(surplus.map((file) => cache.delete(file)));
}
