export interface SignIn {
  /** Address of the API with its prefix: `http://localhost:8080/api`. */
  readonly api: string
  /** Slug of the restaurant. */
  readonly tenant: string
  readonly password: string
}

/** A renewed token is asked for this long before the old one ends, in milliseconds. */
const aheadMs = 60_000

/** Tokens of one device: the same one until it is nearly over. */
export const deviceToken = (
  { api, tenant, password }: SignIn,
  device: { readonly id: string; readonly kind: "kds" | "handheld"; readonly name: string },
): (() => Promise<string>) => {
  let token: { readonly text: string; readonly until: number } | undefined
  return async () => {
    if (token !== undefined && Date.now() < token.until - aheadMs) return token.text
    const response = await fetch(`${api}/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ tenant, username: "owner", password, device }),
      signal: AbortSignal.timeout(5_000),
    })
    if (!response.ok)
      throw new Error(`sign-in of ${device.name}: ${response.status} ${await response.text()}`)
    const pair = (await response.json()) as { accessToken: string; expiresIn: number }
    token = { text: pair.accessToken, until: Date.now() + pair.expiresIn * 1000 }
    return token.text
  }
}
