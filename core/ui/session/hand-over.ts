import { ApiRefusal, callApi } from "./api.ts"
import { grants } from "./grants.ts"
import type { Me } from "./me.tsx"
import type { TokenPair } from "./session.ts"

/** Somebody who took a handheld over by PIN. */
export interface Person {
  readonly id: string
  readonly name: string
}

/**
 * Asks the hub to let the person of this PIN go on with the handheld.
 *
 * @param bearer a token of the handheld, or of whoever has it now
 * @param needs permission without which there is nothing to do here
 * @returns `tokenEnded` when the hub no longer takes the bearer, whatever the PIN
 * @throws ApiRefusal `PIN_WRONG` · `AUTH_LOCKED` (429, `retryAfter`) · `AUTH_FORBIDDEN` (the person may not work here) ·
 * `PIN_NEEDS_HANDHELD`
 */
export const handOver = async (
  bearer: string,
  pin: string,
  needs: string,
): Promise<{ readonly pair: TokenPair; readonly person: Person } | "tokenEnded"> => {
  const pair = await askForPair(bearer, pin)
  if (pair === "tokenEnded") return pair
  const { principal, fullName, permissions } = await meOf(pair.accessToken)
  const name = fullName ?? principal.name ?? principal.id
  if (grants(permissions, needs)) return { pair, person: { id: principal.id, name } }
  const { refreshToken } = pair
  await callApi("/auth/logout", { body: { refreshToken } }).catch(() => undefined)
  throw new ApiRefusal(403, "AUTH_FORBIDDEN", `${name} may not do this`, { name })
}

const askForPair = async (bearer: string, pin: string): Promise<TokenPair | "tokenEnded"> => {
  try {
    return await callApi<TokenPair>("/auth/pin", { body: { pin }, headers: signedBy(bearer) })
  } catch (problem) {
    if (!(problem instanceof ApiRefusal) || problem.status !== 401) throw problem
    // The hub answers a wrong PIN and an ended session alike; only the second is no good anywhere.
    if (await isEnded(bearer)) return "tokenEnded"
    throw new ApiRefusal(401, "PIN_WRONG", problem.message)
  }
}

const isEnded = async (bearer: string): Promise<boolean> => {
  try {
    await meOf(bearer)
    return false
  } catch (problem) {
    if (problem instanceof ApiRefusal && problem.status === 401) return true
    throw problem
  }
}

const meOf = (bearer: string): Promise<Me> => callApi<Me>("/auth/me", { headers: signedBy(bearer) })

const signedBy = (bearer: string) => ({ authorization: `Bearer ${bearer}` })
