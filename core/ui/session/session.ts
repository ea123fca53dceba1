import { type Access, forgetAccess, rememberedAccess } from "./access.ts"
import { ApiRefusal, callApi } from "./api.ts"
import { forgetChosenTenant } from "./chosen-tenant.ts"
import type { Device } from "./device.ts"
import { forgetPair, type KeptPair, keepPair, keptPair, onPairChange } from "./kept-pair.ts"
import { inOneTab } from "./one-tab.ts"

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds. */
  readonly expiresIn: number
}

export interface Credentials {
  /** Slug of the restaurant. */
  readonly tenant: string
  readonly username: string
  readonly password: string
}

export type SessionState =
  | { readonly kind: "signedOut"; readonly problem?: ApiRefusal | undefined }
  | {
      readonly kind: "signedIn"
      readonly tenant: string
      /** The code that this browser was signed in with, if it was: other devices may be, too. */
      readonly access?: Access
    }

/** Who this page is to the hub. */
export interface Session {
  /** Tells apart what different pages of one browser keep. */
  readonly name: string
  readonly state: () => SessionState
  readonly subscribe: (listener: () => void) => () => void
  /** An access token that holds for a while yet. Rejects when signed out or the hub cannot be reached. */
  readonly token: () => Promise<string>
  /** The hub refused the last token: a hub that was set up anew knows none of the old ones. */
  readonly distrustToken: () => void
  readonly signIn: (credentials: Credentials) => Promise<void>
  /** The hub handed out a new pair for the same person. */
  readonly goOnWith: (pair: TokenPair) => void
  /** The hub ends the session, or cannot be reached: either way this browser forgets it. */
  readonly signOut: () => Promise<void>
}

/**
 * @param device speak as this device; absent: as the person. A device that nobody signed in speaks for the person who is
 * signed in on this browser, so that a new restaurant's first screen is one tap away.
 */
export const createSession = (device: Device | undefined): Session => {
  const ownName = device?.id ?? person
  const listeners = new Set<() => void>()
  let distrusted: string | undefined
  let asking: Promise<string> | undefined

  const nameInUse = (): string =>
    keptPair(ownName) === undefined && rememberedAccess() === undefined ? person : ownName

  const remembered = (): SessionState => {
    const access = rememberedAccess()
    const tenant = keptPair(nameInUse())?.tenant ?? access?.tenant
    if (tenant === undefined) return { kind: "signedOut" }
    return { kind: "signedIn", tenant, ...(access !== undefined && { access }) }
  }
  let state = remembered()

  const become = (next: SessionState): void => {
    state = next
    for (const listener of listeners) listener()
  }

  const login = async (name: string, credentials: Credentials): Promise<string> => {
    const pair = await callApi<TokenPair>("/auth/login", {
      body: { ...credentials, ...(device !== undefined && name === device.id && { device }) },
    })
    return keep(name, credentials, pair)
  }

  const renew = async (name: string): Promise<string> => {
    const kept = keptPair(name)
    if (kept !== undefined && isGood(kept)) return kept.accessToken
    const access = rememberedAccess()
    if (kept === undefined && access === undefined) throw new Error("Nobody is signed in")
    try {
      if (kept === undefined) throw new ApiRefusal(401, "AUTH_INVALID", "Not signed in yet")
      const { refreshToken } = kept
      const pair = await callApi<TokenPair>("/auth/refresh", { body: { refreshToken } })
      return keep(name, kept, pair)
    } catch (problem) {
      if (!(problem instanceof ApiRefusal) || problem.status !== 401) throw problem
      forgetPair(name)
      // A hub that restarted may have forgotten the session; a scanned code still holds.
      if (access === undefined) throw problem
      return login(name, { ...access, username: codeUser })
    }
  }

  const isGood = ({ accessToken, goodUntil }: KeptPair): boolean =>
    accessToken !== distrusted && Date.now() < goodUntil

  const ask = async (): Promise<string> => {
    const name = nameInUse()
    try {
      return await inOneTab(name, () => renew(name))
    } catch (problem) {
      if (problem instanceof ApiRefusal && problem.status === 401) {
        forgetAccess()
        become({ kind: "signedOut", problem })
      }
      throw problem
    }
  }

  return {
    name: ownName,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      const stop = onPairChange(nameInUse(), () => {
        const next = remembered()
        if (next.kind !== state.kind) become(next)
      })
      return () => {
        stop()
        listeners.delete(listener)
      }
    },
    token: () => {
      const kept = keptPair(nameInUse())
      if (kept !== undefined && isGood(kept)) return Promise.resolve(kept.accessToken)
      // One question at a time: two refreshes with one refresh token look like theft.
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
    distrustToken: () => {
      distrusted = keptPair(nameInUse())?.accessToken
    },
    signIn: async (credentials) => {
      await login(ownName, credentials)
      forgetAccess()
      become({ kind: "signedIn", tenant: credentials.tenant })
    },
    goOnWith: (pair) => {
      const kept = keptPair(ownName)
      if (kept !== undefined) keep(ownName, kept, pair)
    },
    signOut: async () => {
      const name = nameInUse()
      const kept = keptPair(name)
      forgetAccess()
      forgetPair(name)
      forgetChosenTenant()
      become({ kind: "signedOut" })
      if (kept === undefined) return
      const { refreshToken } = kept
      // Offline, or ended already: this browser has forgotten it, and the hub forgets it by itself in time.
      await callApi("/auth/logout", { body: { refreshToken } }).catch(() => undefined)
    },
  }
}

/** Set-up hands over whom it created. */
export const keepForPerson = (who: { tenant: string; username: string }, pair: TokenPair): void => {
  keep(person, who, pair)
}

const person = "person"

/** Whom a scanned code signs in. */
const codeUser = "owner"

/** The link looks for a new token once a minute, so one is renewed well before its last minute. */
const spareSeconds = 90

const keep = (
  name: string,
  { tenant, username }: { readonly tenant: string; readonly username: string },
  { accessToken, refreshToken, expiresIn }: TokenPair,
): string => {
  const spare = Math.min(spareSeconds, expiresIn / 2)
  const goodUntil = Date.now() + (expiresIn - spare) * 1000
  keepPair(name, { tenant, username, accessToken, refreshToken, goodUntil })
  return accessToken
}
