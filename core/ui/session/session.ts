import { v4 } from "uuid"
import { type Access, forgetAccess, rememberedAccess } from "./access.ts"
import { ApiRefusal, callApi } from "./api.ts"
import { chosenTenant, forgetChosenTenant } from "./chosen-tenant.ts"
import type { Device } from "./device.ts"
import { handOver, type Person } from "./hand-over.ts"
import { forgetPair, type KeptPair, keepPair, keptPair, onPairChange, person } from "./kept-pair.ts"
import { touched } from "./last-touch.ts"
import { inOneTab } from "./one-tab.ts"

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  /** Seconds. */
  readonly expiresIn: number
}

interface SignedIn extends TokenPair {
  /** Of whoever signed this handheld in. */
  readonly takenOver?: TokenPair & { readonly person: Person }
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
      /** Who signed this handheld in with a password, or took it over by PIN, and has not given it back. */
      readonly person?: Person
      /** This page is a device, but it was never signed in as one: it speaks for whoever is signed in on this browser. */
      readonly speaksFor?: string
    }

/** Who this page is to the hub. */
export interface Session {
  /** Tells apart what different pages of one browser keep. */
  readonly name: string
  readonly state: () => SessionState
  readonly subscribe: (listener: () => void) => () => void
  /**
   * The restaurant to name to the hub: the one that whoever this page speaks for chose to look after. Undefined: the one
   * signed in to, which is the only one of a device.
   */
  readonly chosenTenant: () => string | undefined
  /** An access token that holds for a while yet. Rejects when signed out or the hub cannot be reached. */
  readonly token: () => Promise<string>
  /** The hub refused the last token: a hub that was set up anew knows none of the old ones. */
  readonly distrustToken: () => void
  readonly signIn: (credentials: Credentials) => Promise<void>
  /** The hub handed out a new pair for the same person. */
  readonly goOnWith: (pair: TokenPair) => void
  /**
   * Somebody takes this handheld over; whoever had it before is signed out of it. What refuses it is in `handOver`.
   *
   * @param needs permission without which there is nothing to do here
   */
  readonly takeOver: (pin: string, needs: string) => Promise<void>
  /** The handheld is a device again. */
  readonly giveBack: () => Promise<void>
  /** The hub ends the session, or cannot be reached: either way this browser forgets it. */
  readonly signOut: () => Promise<void>
}

/**
 * @param device speak as this device; absent: as the person. A device that nobody signed in speaks for the person who is
 * signed in on this browser, so that a new restaurant's first screen is one tap away.
 */
export const createSession = (device: Device | undefined): Session => {
  const ownName = device?.id ?? person
  const takenName = `${ownName}.taken`
  const listeners = new Set<() => void>()
  let distrusted: string | undefined
  let asking: Promise<string> | undefined
  let handing: Promise<unknown> | undefined

  const signedInName = (): string =>
    keptPair(ownName) === undefined && rememberedAccess() === undefined ? person : ownName
  const nameInUse = (): string => (keptPair(takenName) === undefined ? signedInName() : takenName)

  const remembered = (): SessionState => {
    const access = rememberedAccess()
    const signedIn = keptPair(signedInName())
    const tenant = signedIn?.tenant ?? access?.tenant
    if (tenant === undefined) return { kind: "signedOut" }
    const taken = keptPair(takenName)?.person
    const borrowed = signedInName() === ownName ? undefined : signedIn?.username
    return {
      kind: "signedIn",
      tenant,
      ...(access !== undefined && { access }),
      ...(taken !== undefined && { person: taken }),
      ...(borrowed !== undefined && { speaksFor: borrowed }),
    }
  }
  let state = remembered()

  const become = (next: SessionState): void => {
    state = next
    for (const listener of listeners) listener()
  }

  /** @param takeOver whoever signs a handheld in has it, as if by PIN */
  const login = async (
    name: string,
    credentials: Credentials,
    takeOver = false,
  ): Promise<string> => {
    const asDevice = device !== undefined && name === device.id && { device }
    const { takenOver, ...pair } = await callApi<SignedIn>("/auth/login", {
      body: { ...credentials, ...asDevice, ...(takeOver && { takeOver }) },
    })
    if (takenOver !== undefined) keepTaken(credentials.tenant, takenOver, takenOver.person)
    return keep(name, credentials, pair)
  }
  const keepTaken = (tenant: string, pair: TokenPair, taker: Person): void => {
    touched()
    keep(takenName, { tenant, username: taker.name, person: taker }, pair)
  }

  const renew = async (name: string): Promise<string> => {
    const kept = keptPair(name)
    if (kept !== undefined && isGood(kept)) return kept.accessToken
    // The code signs the device in, never the person who took it over.
    const access = name === takenName ? undefined : rememberedAccess()
    if (kept === undefined && access === undefined) throw new Error("Nobody is signed in")
    try {
      if (kept === undefined) throw new ApiRefusal(401, "AUTH_INVALID", "Not signed in yet")
      const { refreshToken, renewalKey } = kept
      const pair = await callApi<TokenPair>("/auth/refresh", {
        body: { refreshToken },
        headers: renewalKey === undefined ? {} : { "idempotency-key": renewalKey },
      })
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
        if (name === takenName) {
          become(remembered())
          return ask()
        }
        forgetAccess()
        become({ kind: "signedOut", problem })
      }
      throw problem
    }
  }

  const goodToken = (): Promise<string> => {
    const kept = keptPair(nameInUse())
    if (kept !== undefined && isGood(kept)) return Promise.resolve(kept.accessToken)
    // One question at a time: two refreshes with one refresh token look like theft.
    asking ??= ask().finally(() => {
      asking = undefined
    })
    return asking
  }
  // While a PIN is on its way nobody can say whose token it will be.
  const token = (): Promise<string> => handing?.then(token, token) ?? goodToken()

  const takeOver = async (pin: string, needs: string): Promise<void> => {
    const bearer = await goodToken()
    const outcome = await handOver(bearer, pin, needs)
    if (outcome === "tokenEnded") {
      distrusted = bearer
      return takeOver(pin, needs)
    }
    const tenant = keptPair(signedInName())?.tenant ?? rememberedAccess()?.tenant
    keepTaken(tenant ?? "", outcome.pair, outcome.person)
    become(remembered())
  }
  const backToDevice = (): KeptPair | undefined => {
    const kept = keptPair(takenName)
    forgetPair(takenName)
    if (kept !== undefined) become(remembered())
    return kept
  }

  return {
    name: ownName,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      const look = () => {
        const next = remembered()
        if (next.kind !== state.kind || personIn(next)?.id !== personIn(state)?.id) become(next)
      }
      const stops = [onPairChange(signedInName(), look), onPairChange(takenName, look)]
      return () => {
        for (const stop of stops) stop()
        listeners.delete(listener)
      }
    },
    chosenTenant: () => (nameInUse() === person ? chosenTenant() : undefined),
    token,
    distrustToken: () => {
      distrusted = keptPair(nameInUse())?.accessToken
    },
    signIn: async (credentials) => {
      await login(ownName, credentials, device?.kind === "handheld")
      forgetAccess()
      become(remembered())
    },
    goOnWith: (pair) => {
      const kept = keptPair(ownName)
      if (kept !== undefined) keep(ownName, kept, pair)
    },
    takeOver: async (pin, needs) => {
      const taking = takeOver(pin, needs)
      handing = taking
      try {
        await taking
      } catch (problem) {
        // Whoever had it was signed out of it before the hub found out what the next one may do.
        if (problem instanceof ApiRefusal && problem.status === 403) backToDevice()
        throw problem
      } finally {
        handing = undefined
      }
    },
    giveBack: async () => {
      const kept = backToDevice()
      if (kept !== undefined) await endSession(kept)
    },
    signOut: async () => {
      // Whoever took the device over is signed out with it.
      const name = signedInName()
      const kept = keptPair(name)
      forgetAccess()
      forgetPair(takenName)
      forgetPair(name)
      forgetChosenTenant()
      become({ kind: "signedOut" })
      if (kept !== undefined) await endSession(kept)
    },
  }
}

/** Who took the handheld over, if somebody did. */
export const personIn = (state: SessionState): Person | undefined =>
  state.kind === "signedIn" ? state.person : undefined

// Offline, or ended already: this browser has forgotten it, and the hub forgets it by itself in time. Whoever signs out
// and closes the page at once is signed out all the same.
const endSession = async ({ refreshToken }: KeptPair): Promise<void> => {
  const request = { body: { refreshToken }, outlivesPage: true }
  await callApi("/auth/logout", request).catch(() => undefined)
}

/** Set-up hands over whom it created. */
export const keepForPerson = (who: { tenant: string; username: string }, pair: TokenPair): void => {
  keep(person, who, pair)
}

/** Whom a scanned code signs in. */
const codeUser = "owner"

/** The link looks for a new token once a minute, so one is renewed well before its last minute. */
const spareSeconds = 90

const keep = (
  name: string,
  { tenant, username, person: taker }: Pick<KeptPair, "tenant" | "username" | "person">,
  { accessToken, refreshToken, expiresIn }: TokenPair,
): string => {
  const spare = Math.min(spareSeconds, expiresIn / 2)
  const goodUntil = Date.now() + (expiresIn - spare) * 1000
  const who = { tenant, username, ...(taker !== undefined && { person: taker }) }
  keepPair(name, { ...who, accessToken, refreshToken, renewalKey: v4(), goodUntil })
  return accessToken
}
