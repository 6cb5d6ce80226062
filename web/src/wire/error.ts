/** The one error of the HTTP interface, and how it is read from an answer. */

interface ErrorBody {
  readonly slug?: unknown;
  readonly message?: unknown;
  readonly retry_after_s?: unknown;
  readonly fields?: unknown;
}

export interface ApiErrorDetail {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly retryAfterS?: number | undefined;
  readonly fields?: Readonly<Record<string, string>> | undefined;
}

/** A request that the server refused or that never reached it. `message` is a sentence for people. */
export class ApiError extends Error {
  readonly slug: string;
  readonly status: number;
  /** Seconds after which trying again makes sense, where the server said so. */
  readonly retryAfter: number | undefined;
  readonly fields: Readonly<Record<string, string>>;

  constructor(slug: string, message: string, detail: ApiErrorDetail) {
    super(message);
    this.name = "ApiError";
    this.slug = slug;
    this.status = detail.status;
    this.retryAfter = detail.retryAfterS;
    this.fields = detail.fields ?? {};
  }
}

/** The error for a request that got no answer. */
export function unreachable(cause: unknown): ApiError {
  const error = new ApiError("unreachable", "The server cannot be reached right now.", {
    status: 0,
  });
  error.cause = cause;
  return error;
}

/** The error that an answer with a failing status describes, also when its body is not ours. */
export async function errorOf(response: Response): Promise<ApiError> {
  const body = await errorBody(response);
  const headerSeconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const seconds = typeof body.retry_after_s === "number" ? body.retry_after_s : headerSeconds;
  return new ApiError(
    typeof body.slug === "string" ? body.slug : `http-${response.status}`,
    typeof body.message === "string" ? body.message : sentenceFor(response.status),
    {
      status: response.status,
      retryAfterS: Number.isFinite(seconds) ? seconds : undefined,
      fields: stringFields(body.fields),
    },
  );
}

async function errorBody(response: Response): Promise<ErrorBody> {
  try {
    const parsed: unknown = JSON.parse(await response.text());
    if (typeof parsed !== "object" || parsed === null || !("error" in parsed)) return {};
    const { error } = parsed;
    return typeof error === "object" && error !== null ? error : {};
  } catch (error) {
    if (isAbort(error)) throw error;
    return {};
  }
}

/** Whether an error says that the caller itself stopped the work. */
export function isAbort(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "name" in error && error.name === "AbortError"
  );
}

function stringFields(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

function sentenceFor(status: number): string {
  return status >= 500
    ? "The server could not answer. Nothing was changed; please try again."
    : "The server did not accept this request.";
}
