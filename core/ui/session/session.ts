import { type Access, forgetAccess, rememberAccess, rememberedAccess } from "./access.ts"
import { ApiRefusal, callApi } from "./api.ts"
import type { Device } from "./device.ts"

interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds. */
  readonly expiresIn: number
}

export type SessionState =
  | { readonly kind: "signedOut"; readonly problem?: ApiRefusal | TypeError }
  | { readonly kind: "signedIn"; readonly access: Access }

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
  readonly signIn: (access: Access) => Promise<void>
  readonly signOut: () => void
}

/** @param device speak as this device; absent: as the person */
export const createSession = (device: Device | undefined): Session => {
  const access = rememberedAccess()
  let state: SessionState =
    access === undefined ? { kind: "signedOut" } : { kind: "signedIn", access }
  let pair: TokenPair | undefined
  let goodUntil = 0
  let asking: Promise<string> | undefined
  const listeners = new Set<() => void>()

  const become = (next: SessionState): void => {
    state = next
    for (const listener of listeners) listener()
  }

  const keep = (next: TokenPair): string => {
    pair = next
    const spare = Math.min(spareSeconds, next.expiresIn / 2)
    goodUntil = performance.now() + (next.expiresIn - spare) * 1000
    return next.accessToken
  }

  const login = async ({ tenant, password }: Access): Promise<string> =>
    keep(
      await callApi<TokenPair>("/auth/login", {
        tenant,
        username: "owner",
        password,
        ...(device !== undefined && { device }),
      }),
    )

  const renew = async (access: Access): Promise<string> => {
    if (pair === undefined) return login(access)
    try {
      return keep(await callApi<TokenPair>("/auth/refresh", { refreshToken: pair.refreshToken }))
    } catch (problem) {
      // A hub that restarted may have forgotten the refresh token; the password still holds.
      if (problem instanceof ApiRefusal && problem.status === 401) return login(access)
      throw problem
    }
  }

  const ask = async (): Promise<string> => {
    if (state.kind === "signedOut") throw new Error("Nobody is signed in")
    try {
      return await renew(state.access)
    } catch (problem) {
      if (problem instanceof ApiRefusal && problem.status === 401) {
        forgetAccess()
        become({ kind: "signedOut", problem })
      }
      throw problem
    }
  }

  return {
    name: device?.id ?? "person",
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    token: () => {
      if (pair !== undefined && performance.now() < goodUntil)
        return Promise.resolve(pair.accessToken)
      // One question at a time: two refreshes with one refresh token look like theft.
      asking ??= ask().finally(() => {
        asking = undefined
      })
      return asking
    },
    distrustToken: () => {
      goodUntil = 0
    },
    signIn: async (access) => {
      await login(access)
      rememberAccess(access)
      become({ kind: "signedIn", access })
    },
    signOut: () => {
      forgetAccess()
      pair = undefined
      become({ kind: "signedOut" })
    },
  }
}

/** The link looks for a new token once a minute, so one is renewed well before its last minute. */
const spareSeconds = 90
