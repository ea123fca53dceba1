/**
 * The restaurant that a person with several chose to look after in this browser; undefined: the one signed in to. Only
 * REST can be asked about another one: screens and views are those of the restaurant that was signed in to.
 */
export const chosenTenant = (): string | undefined => {
  const stored = localStorage.getItem(key)
  return stored === null ? undefined : (JSON.parse(stored) as Choice).chosen
}

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
