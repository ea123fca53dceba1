/**
 * What the address says in its fragment, which never travels to the server and leaves the address bar at once: `#code=` is
 * a code that a device shows, `#claim=` what a manager made for one device.
 */
export type TakenAddress =
  | { readonly kind: "code"; readonly code: string; readonly claim?: undefined }
  | { readonly kind: "claim"; readonly claim: string }

export const takeFromAddress = (): TakenAddress | undefined => {
  const fragment = new URLSearchParams(location.hash.slice(1))
  const code = fragment.get("code")
  const claim = fragment.get("claim")
  if (code === null && claim === null) return
  history.replaceState(history.state, "", location.pathname + location.search)
  return code === null ? { kind: "claim", claim: claim ?? "" } : { kind: "code", code }
}
