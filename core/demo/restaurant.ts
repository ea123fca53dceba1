import { setTimeout as wait } from "node:timers/promises"

export interface DemoRestaurant {
  readonly tenantId: string
  /** Addresses that a tablet can reach, best first. */
  readonly addresses: ReadonlyArray<string>
  readonly printers: ReadonlyArray<{
    readonly deviceId: string
    readonly name: string
    readonly columns: number
  }>
  readonly screens: ReadonlyArray<{ readonly id: string; readonly name: string }>
}

const readyWithinMs = 60_000
const pauseMs = 150

/** What the demo needs to know of the restaurant, asked as any client asks: over REST, once the hub is ready. */
export const demoRestaurant = async (access: {
  readonly url: string
  readonly tenant: string
  readonly password: string
}): Promise<DemoRestaurant> => {
  const api = `${access.url}/api`
  await ready(`${api}/system/ready`)
  const { accessToken } = await json<{ readonly accessToken: string }>(`${api}/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ tenant: access.tenant, username: "owner", password: access.password }),
  })
  const signedIn = { headers: { authorization: `Bearer ${accessToken}` } }
  const me = await json<{ readonly tenantId: string }>(`${api}/auth/me`, signedIn)
  const info = await json<{ readonly addresses: ReadonlyArray<string> }>(`${api}/system/info`)
  const printers = await json<Page<DemoRestaurant["printers"][number]>>(
    `${api}/plugins/printer/printers`,
    signedIn,
  )
  const screens = await json<Page<DemoRestaurant["screens"][number]>>(
    `${api}/plugins/kds/screens`,
    signedIn,
  )
  return {
    tenantId: me.tenantId,
    addresses: info.addresses,
    printers: printers.items,
    screens: screens.items,
  }
}

interface Page<Item> {
  readonly items: ReadonlyArray<Item>
}

const ready = async (address: string): Promise<void> => {
  const until = performance.now() + readyWithinMs
  for (;;) {
    const answer = await fetch(address).catch(() => undefined)
    if (answer?.ok === true) return
    if (performance.now() > until) throw new Error(`${address} is not ready`)
    await wait(pauseMs)
  }
}

const json = async <Body>(address: string, init: RequestInit = {}): Promise<Body> => {
  const answer = await fetch(address, init)
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}: ${await answer.text()}`)
  return (await answer.json()) as Body
}
