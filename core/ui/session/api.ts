/** Prefix of the REST interface; the hub writes another one into the page when `API_PREFIX` says so. */
export const apiPrefix: string =
  document.querySelector<HTMLMetaElement>('meta[name="heard-api"]')?.content ?? "/api"

export interface Issue {
  /** Keys and indexes joined by dots (`admin.password`). */
  readonly path: string
  readonly message: string
}

/** The hub said no, with a code and a sentence. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly code: string
  readonly meta: Readonly<Record<string, unknown>>
  /** Seconds after which the hub would rather be asked again. */
  readonly retryAfter: number | undefined
  constructor(
    status: number,
    code: string,
    detail: string,
    meta: Readonly<Record<string, unknown>> = {},
    retryAfter?: number,
  ) {
    super(detail)
    this.status = status
    this.code = code
    this.meta = meta
    this.retryAfter = retryAfter
  }

  /** What is wrong with which field, when the hub judged a form. */
  get issues(): ReadonlyArray<Issue> {
    const { issues } = this.meta
    return Array.isArray(issues) ? (issues as ReadonlyArray<Issue>) : []
  }
}

export type ApiMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE"

export interface ApiRequest {
  /** GET unless there is a body; then POST. */
  readonly method?: ApiMethod
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Milliseconds until the hub counts as unreachable (10,000). */
  readonly timeoutMs?: number
  /** Sent to the end even when the page is closed or loaded anew meanwhile. */
  readonly outlivesPage?: boolean
}

/**
 * @throws ApiRefusal when the hub says no
 * @throws TypeError or DOMException when it cannot be reached
 */
export const callApi = async <A>(path: string, request: ApiRequest = {}): Promise<A> => {
  const { body, headers, timeoutMs = 10_000, outlivesPage = false } = request
  const answer = await fetch(apiPrefix + path, {
    method: request.method ?? (body === undefined ? "GET" : "POST"),
    headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    keepalive: outlivesPage,
    signal: AbortSignal.timeout(timeoutMs),
  })
  const text = await answer.text()
  if (answer.ok) return (text === "" ? undefined : JSON.parse(text)) as A
  throw refusalOf(answer, text)
}

export const refusalOf = (answer: Response, text: string): ApiRefusal => {
  const { code, detail, meta } = refusalIn(text)
  const retryAfter = Number(answer.headers.get("retry-after") ?? Number.NaN)
  return new ApiRefusal(
    answer.status,
    code,
    detail,
    meta,
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  )
}

/** Something between us and the hub may answer with a page of its own. */
const refusalIn = (
  text: string,
): { code: string; detail: string; meta: Readonly<Record<string, unknown>> } => {
  try {
    const { code = "UNKNOWN", detail = text, meta = {} } = JSON.parse(text)
    return { code, detail, meta }
  } catch {
    return { code: "UNKNOWN", detail: text.slice(0, 200), meta: {} }
  }
}
