import { forgetAllPairs } from "./kept-pair.ts"

/** What a code carries that signs a device in: it goes on working when the hub forgot every session. */
export interface Access {
  readonly tenant: string
  readonly password: string
}

export const rememberedAccess = (): Access | undefined => {
  const stored = localStorage.getItem(key)
  if (stored === null) return
  const { tenant, password } = JSON.parse(stored) as Partial<Access>
  return tenant === undefined || password === undefined ? undefined : { tenant, password }
}

export const forgetAccess = (): void => localStorage.removeItem(key)

/**
 * Takes `#access=…&tenant=…` out of the address. A fragment never travels to the server, and once read it leaves the
 * address bar and the history, where the next person at the tablet would find it.
 */
export const takeAccessFromAddress = (): void => {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const password = fragment.get("access")
  const tenant = fragment.get("tenant")
  if (password === null) return
  history.replaceState(history.state, "", location.pathname + location.search)
  if (tenant === null) return
  const before = rememberedAccess()
  if (before?.tenant !== tenant || before.password !== password) forgetAllPairs()
  localStorage.setItem(key, JSON.stringify({ tenant, password } satisfies Access))
}

/** The address that opens a page on another device without typing. */
export const addressWithAccess = (address: string, access: Access | undefined): string =>
  access === undefined
    ? address
    : `${address}#${new URLSearchParams({ access: access.password, tenant: access.tenant })}`

const key = "heard.access"
