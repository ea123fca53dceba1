import { rememberedAccess } from "./access.ts"
import { isDeviceToo } from "./kept-pair.ts"

/**
 * The restaurant that a person with several chose to look after in this browser; undefined: the one signed in to. It is
 * theirs alone: ask {@link Session.chosenTenant}, which knows whether a page speaks for them.
 */
export const chosenTenant = (): string | undefined => {
  const stored = localStorage.getItem(key)
  return stored === null ? undefined : (JSON.parse(stored) as Choice).chosen
}

/**
 * Whether a screen opened in this browser shows the restaurant that is looked after: a browser that is a device too, or
 * was signed in by a code, shows its own.
 */
export const screensFollow = (): boolean =>
  chosenTenant() === undefined || (rememberedAccess() === undefined && !isDeviceToo())

/**
 * Everything on the page belongs to the restaurant before, so the page is to be loaded anew.
 *
 * @param current the restaurant that is looked after now
 */
export const chooseTenant = (tenantId: string, current: string): void => {
  const stored = localStorage.getItem(key)
  const home = stored === null ? current : (JSON.parse(stored) as Choice).home
  if (tenantId === home) forgetChosenTenant()
  else localStorage.setItem(key, JSON.stringify({ home, chosen: tenantId } satisfies Choice))
}

export const forgetChosenTenant = (): void => localStorage.removeItem(key)

interface Choice {
  /** Signed in to. */
  readonly home: string
  readonly chosen: string
}

const key = "heard.chosenTenant"
