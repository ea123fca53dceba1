import { guessedPlace } from "./guesses.ts"
import type { SetupDraft } from "./setup-draft.ts"

type Kept = Omit<SetupDraft, "password" | "plugins"> & { readonly plugins: ReadonlyArray<string> }

/** What was typed in this tab before a reload or a step to another page; a password is kept nowhere. */
export const keptDraft = (): SetupDraft => {
  const stored = sessionStorage.getItem(key)
  if (stored === null) return emptyDraft()
  const { plugins, ...kept } = JSON.parse(stored) as Kept
  return { ...emptyDraft(), ...kept, plugins: new Set(plugins) }
}

export const keepDraft = ({ password: _, plugins, ...rest }: SetupDraft): void =>
  sessionStorage.setItem(key, JSON.stringify({ ...rest, plugins: [...plugins] } satisfies Kept))

export const forgetDraft = (): void => sessionStorage.removeItem(key)

const key = "heard.setupDraft"

const emptyDraft = (): SetupDraft => ({
  ...guessedPlace(),
  name: "",
  slug: "",
  fullName: "",
  username: "",
  password: "",
  plugins: new Set(),
  seed: "demo",
})
