/** The restaurant that a person with several chose to look after in this browser; absent: the one signed in to. */
export const chosenTenant = (): string | undefined => localStorage.getItem(key) ?? undefined

/** Everything on the page belongs to the restaurant before: it is loaded anew. */
export const chooseTenant = (tenantId: string | undefined): void => {
  if (tenantId === undefined) localStorage.removeItem(key)
  else localStorage.setItem(key, tenantId)
}

const key = "heard.chosenTenant"
