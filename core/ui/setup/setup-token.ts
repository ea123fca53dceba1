/**
 * The code that the hub printed: out of the address' fragment, which never travels to the server, and out of the address
 * bar at once. Kept for this tab only, so that a reload does not lose it.
 */
export const takeSetupToken = (): string | undefined => {
  const given = new URLSearchParams(location.hash.slice(1)).get("token")
  if (given !== null) {
    history.replaceState(history.state, "", location.pathname + location.search)
    sessionStorage.setItem(key, given)
  }
  return given ?? sessionStorage.getItem(key) ?? undefined
}

export const forgetSetupToken = (): void => sessionStorage.removeItem(key)

const key = "heard.setupToken"
