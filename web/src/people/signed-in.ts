import { notifications } from "@mantine/notifications";
import { type Query, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { meQuery, rememberMe } from "../app/queries";
import { forgetEverything, type OnlyHere, onlyHere, type Stores } from "../sync/on-device";
import { readString, recall, remember } from "../ui/remembered";
import { api, type Credentials } from "../wire/api";
import type { Me, Person } from "../wire/types";
import { errorText } from "./FormError";

/** The name this device used last; empty on a first visit. */
export function lastName(): string {
  return recall("name", readString, "");
}

/** Takes `person` as who uses this page from now on, and forgets what somebody else was shown. */
function becomePerson(client: QueryClient, person: Person | null): void {
  if (person !== null) remember("name", person.name);
  const predicate = (query: Query): boolean => query.queryKey[0] !== "me";
  client.removeQueries({ predicate, type: "inactive" });
  void client.resetQueries({ predicate, type: "active" });
  client.setQueryData<Me>(meQuery.queryKey, (me) => {
    if (me === undefined) return me;
    const changed = { ...me, person };
    rememberMe(changed);
    return changed;
  });
}

export type Entry =
  | { readonly as: "guest"; readonly name: string; readonly invitation?: string }
  | ({ readonly as: "account" } & Credentials)
  | ({ readonly as: "new account"; readonly name: string } & Credentials);

/**
 * One way in: as a guest, with an account, or with a new one.
 *
 * `arrive` runs once the server knows the person and before the page does: the place to go
 * somewhere, because the form goes away when the page learns who it is.
 */
export function useEntry(arrive: () => unknown = () => undefined) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (entry: Entry): Promise<Person> => {
      const person = await enter(entry);
      await arrive();
      return person;
    },
    onSuccess: (person) => becomePerson(client, person),
  });
}

function enter(entry: Entry): Promise<Person> {
  switch (entry.as) {
    case "guest":
      return api.enterAsGuest(entry.name, undefined, entry.invitation);
    case "account":
      return api.signIn({ login: entry.login, password: entry.password });
    case "new account":
      return api.createAccount({
        name: entry.name,
        login: entry.login,
        password: entry.password,
      });
  }
}

/** Leaves, and takes the copies of documents off this device; the page then asks who comes next. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (): Promise<void> => {
      await api.signOut();
      const here = deviceStores();
      // What cannot be removed now is somebody else's next time: the sync client checks whose it is.
      if (here !== null) await forgetEverything(here).catch(() => undefined);
    },
    onSuccess: () => becomePerson(client, null),
    onError: (error) => notifications.show({ color: "red", message: errorText(error) }),
  });
}

/** What signing out would lose; null when everything here is on the server too. */
export async function lostBySigningOut(): Promise<OnlyHere | null> {
  const here = deviceStores();
  if (here === null) return null;
  const lost = await onlyHere(here);
  return lost.changes + lost.drafts === 0 ? null : lost;
}

function deviceStores(): Stores | null {
  try {
    const indexedDb = typeof indexedDB === "undefined" ? null : indexedDB;
    return { storage: window.localStorage, indexedDb };
  } catch {
    // A browser that refuses storage has kept nothing.
    return null;
  }
}
