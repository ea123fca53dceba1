/** REST as any client speaks it: signed in, JSON in and out. */
export interface HubApi {
  readonly get: <A>(path: string) => Promise<A>
  readonly post: <A>(path: string, body: unknown) => Promise<A>
  /** Whatever comes back, without judging it. */
  readonly send: (method: string, path: string, body?: unknown) => Promise<ApiAnswer>
  readonly token: () => Promise<string>
}

export interface ApiAnswer {
  readonly status: number
  readonly body: unknown
}

export interface Page<Item> {
  readonly items: ReadonlyArray<Item>
  readonly total: number
}

const answerWithinMs = 15_000

/** @param path after `/api` */
export const hubApi = (url: string, token: () => Promise<string>): HubApi => {
  const send: HubApi["send"] = async (method, path, body) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await token()}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    })
    const text = await response.text()
    return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
  }
  const good = async <A>(method: string, path: string, body?: unknown): Promise<A> => {
    const answer = await send(method, path, body)
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body as A
  }
  return {
    send,
    token,
    get: (path) => good("GET", path),
    post: (path, body) => good("POST", path, body),
  }
}

/** Every page of a list. */
export const everyItem = async <Item>(api: HubApi, path: string): Promise<ReadonlyArray<Item>> => {
  const items: Array<Item> = []
  for (let page = 1; ; page += 1) {
    const joined = path.includes("?") ? "&" : "?"
    const answer = await api.get<Page<Item>>(`${path}${joined}page=${page}&size=200`)
    items.push(...answer.items)
    if (answer.items.length === 0 || items.length >= answer.total) return items
  }
}

/** Tokens of the owner: the same one until it is nearly over. */
export const ownerToken = (
  url: string,
  tenant: string,
  password: string,
): (() => Promise<string>) => {
  let token: { readonly text: string; readonly until: number } | undefined
  return async () => {
    if (token !== undefined && Date.now() < token.until) return token.text
    const response = await fetch(`${url}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ tenant, username: "owner", password }),
      signal: AbortSignal.timeout(answerWithinMs),
    })
    if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`)
    const pair = (await response.json()) as { accessToken: string; expiresIn: number }
    token = { text: pair.accessToken, until: Date.now() + (pair.expiresIn - 60) * 1000 }
    return token.text
  }
}
