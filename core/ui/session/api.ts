/** Prefix of the REST interface; the hub writes another one into the page when `API_PREFIX` says so. */
export const apiPrefix: string =
  document.querySelector<HTMLMetaElement>('meta[name="heard-api"]')?.content ?? "/api"

/** The hub said no, with a code and a sentence. */
export class ApiRefusal extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

/**
 * @throws ApiRefusal when the hub says no
 * @throws TypeError when it cannot be reached
 */
export const callApi = async <A>(path: string, body?: unknown): Promise<A> => {
  const answer = await fetch(apiPrefix + path, {
    ...(body !== undefined && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
    signal: AbortSignal.timeout(10_000),
  })
  const text = await answer.text()
  if (answer.ok) return JSON.parse(text) as A
  const { code, detail } = refusalIn(text)
  throw new ApiRefusal(answer.status, code, detail)
}

/** Something between us and the hub may answer with a page of its own. */
const refusalIn = (text: string): { code: string; detail: string } => {
  try {
    const { code = "UNKNOWN", detail = text } = JSON.parse(text)
    return { code, detail }
  } catch {
    return { code: "UNKNOWN", detail: text.slice(0, 200) }
  }
}
