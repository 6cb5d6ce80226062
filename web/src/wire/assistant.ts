/** What a team agrees on for the assistant of a document, over HTTP. */
import type { DocumentId, Passage, Person, PersonId, Suggestion } from "./types";

/** What is learnt about a document's assistant beside its suggestions. */
export interface DocumentAssistant {
  readonly enabled: boolean;
  readonly models: readonly ModelInfo[];
  /** Best rated first. */
  readonly recipes: readonly RecipeInfo[];
  readonly brief: Brief;
  readonly policy: Policy;
  readonly mine: Allowance;
  readonly all: Allowance;
  readonly resets_at: number;
  /** Whether somebody who wrote here does not want their words sent to a model. */
  readonly left_out: boolean;
}

export interface ModelInfo {
  readonly label: string;
  readonly built_in: boolean;
  readonly allowed: boolean;
}

interface Allowance {
  readonly used: number;
  /** Requests a day; null: any number. */
  readonly limit: number | null;
}

export interface Brief {
  readonly purpose: string;
  readonly audience: string;
  readonly voice: string;
  readonly version: number;
}

export type Friction = "none" | "reason" | "second-person";

export interface Policy {
  readonly assistant: boolean;
  /** Ids of the recipes that may be asked for; null: all. */
  readonly recipes: readonly string[] | null;
  /** Labels of the models that may be asked; null: all. */
  readonly models: readonly string[] | null;
  readonly requests_per_person: number | null;
  readonly requests_per_document: number | null;
  readonly friction: Friction;
  readonly draft_first: boolean;
  readonly version: number;
}

export interface RecipeInfo {
  readonly id: string;
  readonly name: string;
  readonly built_in: boolean;
  readonly allowed: boolean;
  /** Whether its answers are other wordings of the passage. */
  readonly rewrites: boolean;
  readonly needs_instruction: boolean;
  readonly alternatives: number;
  readonly model: string | null;
  /** Who is credited for it. */
  readonly maker: string;
  readonly made_by: Person | null;
  readonly version: number;
  readonly up: number;
  readonly down: number;
  /** Null for those that come with Byline. */
  readonly content: RecipeContent | null;
}

/** What a team's own recipe says. */
export interface RecipeContent {
  readonly name: string;
  readonly instruction: string;
  readonly dimensions: readonly { readonly label: string; readonly hint: string }[];
  readonly alternatives: number;
  readonly rewrites: boolean;
  readonly tone: string;
  readonly model: string | null;
  readonly maker: string;
}

export interface RecipeVersion {
  readonly version: number;
  readonly by: Person | null;
  readonly at: number;
  readonly content: RecipeContent | null;
}

export interface Usage {
  readonly person: Person;
  readonly requests: number;
  readonly suggestions: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  /** US dollars, as far as prices are known. */
  readonly cost: number;
}

/** A passage as a model would get it. */
export interface Preview extends Passage {
  /** How many stretches of it are left out. */
  readonly left_out: number;
}

export interface Consent {
  /** Null: nothing was said, and the server's own setting holds. */
  readonly said: boolean | null;
  readonly holds: boolean;
}

export interface Mark {
  readonly rating?: -1 | 0 | 1;
  readonly pinned?: boolean;
  readonly dismissed?: boolean;
}

type Json = <T>(method: string, path: string, signal?: AbortSignal, body?: object) => Promise<T>;
type Nothing = (method: string, path: string, signal?: AbortSignal, body?: object) => Promise<void>;

/** The calls about it. */
export function assistantCalls(json: Json, nothing: Nothing) {
  const at = (id: DocumentId, rest: string) => `/documents/${encodeURIComponent(id)}${rest}`;
  const card = (id: DocumentId, suggestion: string, rest: string) =>
    at(id, `/suggestions/${encodeURIComponent(suggestion)}${rest}`);
  const recipe = (id: DocumentId, one: string) => at(id, `/recipes/${encodeURIComponent(one)}`);
  return {
    assistant: (id: DocumentId, signal?: AbortSignal) =>
      json<DocumentAssistant>("GET", at(id, "/assistant"), signal),
    setBrief: (id: DocumentId, brief: Brief) =>
      json<Brief>("PUT", at(id, "/assistant/brief"), undefined, brief),
    setPolicy: (id: DocumentId, policy: Policy) =>
      json<Policy>("PUT", at(id, "/assistant/policy"), undefined, policy),
    usage: async (id: DocumentId, signal?: AbortSignal) =>
      (await json<{ usage: Usage[] }>("GET", at(id, "/usage"), signal)).usage,
    preview: (id: DocumentId, passage: Passage, model: string | null, signal?: AbortSignal) =>
      json<Preview>("POST", at(id, "/suggestions/preview"), signal, { passage, model }),

    addRecipe: (id: DocumentId, content: RecipeContent) =>
      json<{ ids: string[] }>("POST", at(id, "/recipes"), undefined, { content }),
    changeRecipe: (id: DocumentId, one: string, content: RecipeContent, version: number) =>
      nothing("PUT", recipe(id, one), undefined, { content, version }),
    removeRecipe: (id: DocumentId, one: string) => nothing("DELETE", recipe(id, one)),
    recipeVersions: async (id: DocumentId, one: string, signal?: AbortSignal) =>
      (await json<{ versions: RecipeVersion[] }>("GET", `${recipe(id, one)}/versions`, signal))
        .versions,
    importRecipes: (id: DocumentId, file: string) =>
      json<{ ids: string[] }>("POST", at(id, "/recipes/file"), undefined, { file }),
    recipeFile: (id: DocumentId) => `/api${at(id, "/recipes/file")}`,

    markSuggestion: (id: DocumentId, suggestion: string, mark: Mark) =>
      json<Suggestion>("PUT", card(id, suggestion, "/mark"), undefined, mark),
    shareSuggestion: (id: DocumentId, suggestion: string) =>
      json<Suggestion>("PUT", card(id, suggestion, "/share")),
    placed: (id: DocumentId, suggestion: string, reason: string) =>
      nothing("POST", card(id, suggestion, "/placing"), undefined, { reason }),
    unshareSuggestion: (id: DocumentId, suggestion: string) =>
      nothing("DELETE", card(id, suggestion, "/share")),
    askTeammate: (id: DocumentId, person: PersonId, passage: Passage, instruction: string) => {
      const { text, before, after } = passage;
      const body = { person, passage: { text, before, after }, instruction };
      return json<Suggestion>("POST", at(id, "/suggestions/teammate"), undefined, body);
    },
    answerTeammate: (id: DocumentId, suggestion: string, text: string) =>
      json<Suggestion>("POST", card(id, suggestion, "/answer"), undefined, { text }),
    takeBackQuestion: (id: DocumentId, suggestion: string) =>
      nothing("DELETE", card(id, suggestion, "/answer")),

    consent: (signal?: AbortSignal) => json<Consent>("GET", "/me/consent", signal),
    setConsent: (consent: boolean) => json<Consent>("PUT", "/me/consent", undefined, { consent }),
  };
}
