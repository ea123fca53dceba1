import type { Place } from "./guesses.ts"

/** Everything that set-up asks for, as far as it is filled in. */
export interface SetupDraft extends Place {
  readonly name: string
  readonly slug: string
  readonly fullName: string
  readonly username: string
  readonly password: string
  /** Keys that were ticked; what they require comes along. */
  readonly plugins: ReadonlySet<string>
  readonly seed: "default" | "demo"
}

export const setupSteps = ["restaurant", "you", "plugins", "menu"] as const
export type SetupStep = (typeof setupSteps)[number]

/** Body of `POST /setup/bootstrap`. */
export const bodyOf = (token: string, draft: SetupDraft): object => ({
  token,
  tenant: {
    name: draft.name.trim(),
    slug: draft.slug,
    currency: draft.currency,
    locale: draft.locale,
    timezone: draft.timezone,
  },
  admin: {
    username: draft.username,
    password: draft.password,
    fullName: draft.fullName.trim(),
  },
  plugins: [...draft.plugins],
  seed: draft.seed,
})

/** On which step a field of the body is asked, so that a refusal leads back to it. */
export const stepOf = (path: string): SetupStep => {
  if (path.startsWith("tenant")) return "restaurant"
  if (path.startsWith("admin")) return "you"
  return path.startsWith("plugins") ? "plugins" : "menu"
}

/** As the hub's own rule (`core/security/password-rules.ts`), without its list of common passwords. */
export const passwordProblem = (
  password: string,
  username: string,
): "short" | "hasName" | undefined => {
  if ([...password].length < 8) return "short"
  const name = username.toLowerCase()
  return name.length >= 3 && password.toLowerCase().includes(name) ? "hasName" : undefined
}
