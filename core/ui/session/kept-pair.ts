/** What this browser keeps of a session between pages: never a password that a person typed. */
export interface KeptPair {
  /** Slug of the restaurant that was signed in to. */
  readonly tenant: string
  readonly username: string
  readonly accessToken: string
  readonly refreshToken: string
  /** Sent along when it is renewed, however often the answer is lost. Absent of a pair that an older page kept. */
  readonly renewalKey?: string
  /** Who took the device over; absent: the session is whoever signed in. */
  readonly person?: { readonly id: string; readonly name: string }
  /** Milliseconds since 1970. A wrong clock only makes it renew too early or be refused once. */
  readonly goodUntil: number
}

/** Under this name a person's own session is kept. */
export const person = "person"

/** @param name {@link person}, or the id of the device */
export const keptPair = (name: string): KeptPair | undefined => {
  const stored = localStorage.getItem(prefix + name)
  return stored === null ? undefined : (JSON.parse(stored) as KeptPair)
}

export const keepPair = (name: string, pair: KeptPair): void =>
  localStorage.setItem(prefix + name, JSON.stringify(pair))

export const forgetPair = (name: string): void => localStorage.removeItem(prefix + name)

/** Every session of this browser: somebody else scanned their way in. */
export const forgetAllPairs = (): void => {
  for (const key of Object.keys(localStorage))
    if (key.startsWith(prefix)) localStorage.removeItem(key)
}

/** Whether this browser has a session beside a person's own. */
export const isDeviceToo = (): boolean =>
  Object.keys(localStorage).some((key) => key.startsWith(prefix) && key !== prefix + person)

/** Another tab renewed the pair, or signed out. */
export const onPairChange = (name: string, listener: () => void): (() => void) => {
  const heard = (event: StorageEvent) => {
    if (event.key === prefix + name) listener()
  }
  addEventListener("storage", heard)
  return () => removeEventListener("storage", heard)
}

const prefix = "heard.session."
