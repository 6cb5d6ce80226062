/** What the sync client needs from the browser around it. */
import { type Clock, systemClock } from "./clock";
import type { SocketFactory } from "./connection";
import type { KeyValue } from "./local-record";
import type { Disposer } from "./readable";

export interface Environment {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly openSocket: SocketFactory;
  readonly socketUrl: (documentId: string) => string;
  /** Null where this device keeps nothing. */
  readonly storage: KeyValue | null;
  readonly indexedDb: IDBFactory | null;
  readonly newId: () => string;
  readonly page: Page;
}

/** What happens to the page. Every method returns its disposer. */
interface Page {
  /** The network is back, or somebody looks at the page again. */
  readonly onReturn: (listener: () => void) => Disposer;
  /** The network is said to be gone. */
  readonly onOffline: (listener: () => void) => Disposer;
  /** The page is about to close; `true` asks the person first. */
  readonly onLeave: (mustAsk: () => boolean) => Disposer;
}

/** The environment of a browser window. */
export function browserEnvironment(): Environment {
  return {
    clock: systemClock,
    random: Math.random,
    openSocket: (url) => new WebSocket(url),
    socketUrl: (id) => {
      const scheme = location.protocol === "https:" ? "wss:" : "ws:";
      return `${scheme}//${location.host}/sync/${encodeURIComponent(id)}`;
    },
    storage: localStorageOrNull(),
    indexedDb: typeof indexedDB === "undefined" ? null : indexedDB,
    newId: () => Array.from(crypto.getRandomValues(new Uint8Array(12)), hex).join(""),
    page: browserPage,
  };
}

const browserPage: Page = {
  onReturn: (listener) => {
    const whenVisible = () => {
      if (document.visibilityState === "visible") listener();
    };
    const whenRestored = (event: PageTransitionEvent) => {
      if (event.persisted) listener();
    };
    window.addEventListener("online", listener);
    window.addEventListener("pageshow", whenRestored);
    document.addEventListener("visibilitychange", whenVisible);
    return () => {
      window.removeEventListener("online", listener);
      window.removeEventListener("pageshow", whenRestored);
      document.removeEventListener("visibilitychange", whenVisible);
    };
  },
  onOffline: (listener) => {
    window.addEventListener("offline", listener);
    return () => window.removeEventListener("offline", listener);
  },
  onLeave: (mustAsk) => {
    const ask = (event: BeforeUnloadEvent) => {
      if (mustAsk()) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  },
};

function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
