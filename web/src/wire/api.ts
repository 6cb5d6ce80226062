/** The HTTP interface, one method per call. Every call takes an AbortSignal and fails with `ApiError`. */
import { assistantCalls } from "./assistant";
import type { Authorship, RefusedClaims } from "./authorship";
import { commentCalls } from "./comments";
import { errorOf, isAbort, unreachable } from "./error";
import { historyCalls } from "./history";
import { numbersCalls } from "./numbers";
import { reviewCalls } from "./review";
import type {
  DocumentId,
  DocumentInfo,
  Invitation,
  InvitationPreview,
  Me,
  Member,
  NewInvitation,
  Person,
  PersonId,
  Role,
  Session,
  Suggestion,
} from "./types";

export { ApiError, isAbort } from "./error";

export type TextFormat = "text" | "markdown" | "html" | "delta";
type Fetch = typeof globalThis.fetch;

export interface Credentials {
  readonly login: string;
  readonly password: string;
}

/** The calls of the HTTP interface over a given `fetch`. */
export function createApi(fetch: Fetch = (...call) => globalThis.fetch(...call), base = "/api") {
  const send = sender(fetch, base);
  const json = async <T>(
    method: string,
    path: string,
    signal?: AbortSignal,
    body?: object,
  ): Promise<T> => (await (await send(method, path, signal, body)).json()) as T;
  const nothing = async (method: string, path: string, signal?: AbortSignal, body?: object) => {
    await send(method, path, signal, body);
  };
  return {
    me: (signal?: AbortSignal) => json<Me>("GET", "/me", signal),
    changeMe: (change: { name?: string; colour?: number }, signal?: AbortSignal) =>
      json<Person>("PATCH", "/me", signal, change),

    enterAsGuest: (name: string, signal?: AbortSignal, invitation?: string) =>
      json<Person>("POST", "/session/guest", signal, { name, ...(invitation && { invitation }) }),
    signIn: (credentials: Credentials, signal?: AbortSignal) =>
      json<Person>("POST", "/session", signal, credentials),
    signOut: (signal?: AbortSignal) => nothing("DELETE", "/session", signal),
    createAccount: (account: Credentials & { name: string }, signal?: AbortSignal) =>
      json<Person>("POST", "/accounts", signal, account),
    sessions: (signal?: AbortSignal) => json<{ sessions: Session[] }>("GET", "/sessions", signal),
    endSession: (id: string, signal?: AbortSignal) =>
      nothing("DELETE", `/sessions/${segment(id)}`, signal),

    ...documentCalls(json, nothing),
    ...assistantCalls(json, nothing),
    ...historyCalls(json, nothing),
    ...commentCalls(json, nothing),
    ...reviewCalls(json, nothing),
    ...numbersCalls(send),
    text: async (id: DocumentId, format: TextFormat, signal?: AbortSignal) =>
      (await send("GET", `/documents/${segment(id)}/text?format=${format}`, signal)).text(),
  };
}

type Json = <T>(method: string, path: string, signal?: AbortSignal, body?: object) => Promise<T>;
type Nothing = (method: string, path: string, signal?: AbortSignal, body?: object) => Promise<void>;

function documentCalls(json: Json, nothing: Nothing) {
  const at = (id: DocumentId, rest = "") => `/documents/${segment(id)}${rest}`;
  return {
    documents: async (signal?: AbortSignal) =>
      (await json<{ documents: DocumentInfo[] }>("GET", "/documents", signal)).documents,
    createDocument: (title: string | null, signal?: AbortSignal) =>
      json<DocumentInfo>("POST", "/documents", signal, title === null ? {} : { title }),
    document: (id: DocumentId, signal?: AbortSignal) => json<DocumentInfo>("GET", at(id), signal),
    renameDocument: (id: DocumentId, title: string, signal?: AbortSignal) =>
      json<DocumentInfo>("PATCH", at(id), signal, { title }),
    deleteDocument: (id: DocumentId, signal?: AbortSignal) => nothing("DELETE", at(id), signal),
    undeleteDocument: (id: DocumentId, signal?: AbortSignal) =>
      nothing("POST", at(id, "/undelete"), signal),

    members: (id: DocumentId, signal?: AbortSignal) =>
      json<{ members: Member[]; invitations: Invitation[] }>("GET", at(id, "/members"), signal),
    setRole: (id: DocumentId, person: PersonId, role: Role, signal?: AbortSignal) =>
      nothing("PUT", at(id, `/members/${segment(person)}`), signal, { role }),
    removeMember: (id: DocumentId, person: PersonId, signal?: AbortSignal) =>
      nothing("DELETE", at(id, `/members/${segment(person)}`), signal),
    invite: (id: DocumentId, role: Role, expiresInS: number, signal?: AbortSignal) =>
      json<NewInvitation>("POST", at(id, "/invitations"), signal, {
        role,
        expires_in_s: expiresInS,
      }),
    revokeInvitation: (id: DocumentId, invitation: string, signal?: AbortSignal) =>
      nothing("DELETE", at(id, `/invitations/${segment(invitation)}`), signal),
    invitation: (token: string, signal?: AbortSignal) =>
      json<InvitationPreview>("GET", `/invitations/${segment(token)}`, signal),
    acceptInvitation: (token: string, signal?: AbortSignal) =>
      json<DocumentInfo>("POST", `/invitations/${segment(token)}`, signal),

    authorship: (id: DocumentId, signal?: AbortSignal) =>
      json<Authorship>("GET", at(id, "/authorship"), signal),
    refusedClaims: (id: DocumentId, signal?: AbortSignal) =>
      json<RefusedClaims>("GET", at(id, "/authorship/refused"), signal),
    suggestions: async (id: DocumentId, signal?: AbortSignal) =>
      (await json<{ suggestions: Suggestion[] }>("GET", at(id, "/suggestions"), signal))
        .suggestions,
  };
}

export type Api = ReturnType<typeof createApi>;

/** The calls over the page's own `fetch`. */
export const api: Api = createApi();

function segment(value: string): string {
  return encodeURIComponent(value);
}

function sender(fetch: Fetch, base: string) {
  return async (method: string, path: string, signal?: AbortSignal, body?: object) => {
    const init: RequestInit = { method, headers: { accept: "application/json" } };
    if (signal) init.signal = signal;
    if (body) {
      init.body = JSON.stringify(body);
      init.headers = { ...init.headers, "content-type": "application/json" };
    }
    let response: Response;
    try {
      response = await fetch(base + path, init);
    } catch (error) {
      throw isAbort(error) ? error : unreachable(error);
    }
    if (!response.ok) throw await errorOf(response);
    return response;
  };
}
