import { useMemo } from "react"
import { v7 } from "uuid"
import { useLanguage } from "#core/ui/i18n.ts"
import {
  type ApiMethod,
  ApiRefusal,
  type ApiRequest,
  apiPrefix,
  callApi,
  refusalOf,
} from "./api.ts"
import { eventsIn } from "./event-stream.ts"
import type { Session } from "./session.ts"
import { useSession } from "./session-gate.tsx"

/** The REST interface as whoever is signed in here. Paths come after the prefix. */
export interface Api {
  readonly get: <A>(path: string) => Promise<A>
  /** A POST carries an idempotency key: the answer that got lost is given again, the deed is not done twice. */
  readonly send: <A>(
    method: Exclude<ApiMethod, "GET">,
    path: string,
    body?: unknown,
    options?: { readonly ifMatch?: number },
  ) => Promise<A>
  /** An answer that is no JSON: a picture. */
  readonly file: (path: string) => Promise<Blob>
  /** Events of a stream until it ends or `signal` says so. */
  readonly follow: (
    path: string,
    onEvent: (event: string, data: unknown) => void,
    signal: AbortSignal,
  ) => Promise<void>
}

export const useApi = (): Api => {
  const session = useSession()
  const language = useLanguage()
  return useMemo(() => apiOf(session, language), [session, language])
}

const apiOf = (session: Session, language: string): Api => {
  const headers = async (): Promise<Record<string, string>> => {
    const tenant = session.chosenTenant()
    return {
      authorization: `Bearer ${await session.token()}`,
      "accept-language": language,
      ...(tenant !== undefined && { "x-tenant-id": tenant }),
    }
  }

  /** A token may have been ended since it was handed out: one more try with a new one. */
  const twice = async <A>(run: (headers: Record<string, string>) => Promise<A>): Promise<A> => {
    try {
      return await run(await headers())
    } catch (problem) {
      if (!(problem instanceof ApiRefusal) || problem.status !== 401) throw problem
      session.distrustToken()
      return run(await headers())
    }
  }

  const ask = <A>(path: string, request: ApiRequest): Promise<A> =>
    twice((own) => callApi<A>(path, { ...request, headers: { ...own, ...request.headers } }))

  return {
    get: (path) => ask(path, {}),
    send: (method, path, body, { ifMatch } = {}) =>
      ask(path, {
        method,
        // A POST without a body is a body without fields.
        ...(body !== undefined && { body }),
        headers: {
          ...(method === "POST" && { "idempotency-key": v7() }),
          ...(ifMatch !== undefined && { "if-match": `"${ifMatch}"` }),
        },
        timeoutMs: 30_000,
      }),
    file: (path) =>
      twice(async (own) => {
        const answer = await fetch(apiPrefix + path, {
          headers: own,
          signal: AbortSignal.timeout(fileTimeoutMs),
        })
        if (!answer.ok) throw refusalOf(answer, await answer.text())
        return answer.blob()
      }),
    follow: (path, onEvent, signal) =>
      twice(async (own) => {
        const answer = await fetch(apiPrefix + path, {
          headers: { ...own, accept: "text/event-stream" },
          signal,
        })
        if (!answer.ok || answer.body === null) throw refusalOf(answer, await answer.text())
        for await (const { event, data } of eventsIn(answer.body)) onEvent(event, JSON.parse(data))
      }),
  }
}

const fileTimeoutMs = 30_000
