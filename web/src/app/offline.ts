/** Lets the application open without the network (public/sw.js). */

/** Registers the worker and hands it what this page has loaded already. */
export async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    active?.postMessage(loadedFiles());
  } catch {
    // Private browsing, or a server without it: the page works, but not without the network.
  }
}

function loadedFiles(): readonly string[] {
  return performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => new URL(name).pathname.startsWith("/assets/"));
}
