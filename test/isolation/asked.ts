/** An answer as bytes: what somebody on the other end could learn from it. */
export interface Answer {
  readonly status: number
  /** Header lines in order, without those that differ from one request to the next. */
  readonly headers: string
  readonly text: string
}

export interface Question {
  readonly method: string
  /** With `/api` in front. */
  readonly path: string
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Longest that a stream of events is listened to, in milliseconds. */
const listenMs = 15_000

export const asked = async (
  url: string,
  { method, path, token, body, headers = {} }: Question,
): Promise<Answer> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(listenMs),
  })
  return {
    status: response.status,
    headers: [...response.headers]
      .filter(([name]) => !passing.has(name))
      .map(([name, value]) => `${name}: ${value}`)
      .join("\n"),
    text: await response.text(),
  }
}

/** What the answer says of a thing that was asked for by `id`, whatever its id is. */
export const withoutId = ({ status, headers, text }: Answer, id: string): string =>
  `${status}\n${headers}\n${text}`.replaceAll(id, "ID").replace(/content-length: \d+/, "")

/** The code of a refusal. */
export const codeIn = ({ text }: Answer): string | undefined =>
  text.startsWith("{") ? (JSON.parse(text) as { readonly code?: string }).code : undefined

const passing: ReadonlySet<string> = new Set(["date", "x-request-id", "retry-after"])
