import { setTimeout as wait } from "node:timers/promises"

/** The hub as any program with an account sees it. */
export interface HubOverRest {
  readonly tenantId: string
  /** @param idempotencyKey the same key is the same request */
  readonly ask: <Body>(
    method: "GET" | "POST" | "PATCH",
    path: string,
    body?: object,
    idempotencyKey?: string,
  ) => Promise<Body>
}

export interface Page<Item> {
  readonly items: ReadonlyArray<Item>
}

const readyWithinMs = 60_000
const pauseMs = 150

/** Waits until the hub is ready, and signs in as the owner. */
export const hubOverRest = async (access: {
  readonly url: string
  readonly tenant: string
  readonly password: string
}): Promise<HubOverRest> => {
  const api = `${access.url}/api`
  await listening(`${api}/system/ready`)
  const { accessToken } = await json<{ readonly accessToken: string }>(`${api}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tenant: access.tenant, username: "owner", password: access.password }),
  })
  const authorization = `Bearer ${accessToken}`
  const ask: HubOverRest["ask"] = (method, path, body, idempotencyKey) =>
    json(api + path, {
      method,
      headers: {
        authorization,
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  const { tenantId } = await ask<{ readonly tenantId: string }>("GET", "/auth/me")
  return { tenantId, ask }
}

/** Waits until somebody answers there that all is well. */
export const listening = async (address: string): Promise<void> => {
  const until = performance.now() + readyWithinMs
  for (;;) {
    const answer = await fetch(address).catch(() => undefined)
    if (answer?.ok === true) return
    if (performance.now() > until) throw new Error(`${address} is not ready`)
    await wait(pauseMs)
  }
}

export const json = async <Body>(address: string, init: RequestInit = {}): Promise<Body> => {
  const answer = await fetch(address, init)
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Body
}
