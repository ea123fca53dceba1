import { readFileSync } from "node:fs"

/** Why a password or PIN is not taken, in words for whoever chose it. */
export interface SecretIssue {
  readonly path: string
  readonly message: string
}

export const shortestPassword = 8
export const longestPassword = 256

/**
 * What is wrong with a password; nothing when it may be used. No rule of which characters it must have: long and not
 * on everybody's list is what makes it strong (NIST SP 800-63B, ASVS 6.2).
 *
 * @param names what it must not contain: the user name
 */
export const passwordIssues = (
  password: string,
  names: ReadonlyArray<string>,
): ReadonlyArray<SecretIssue> => {
  const folded = fold(password)
  const length = [...password].length
  const issue = (message: string) => ({ path: "password", message })
  if (length < shortestPassword)
    return [
      issue(`It needs at least ${shortestPassword} characters; several words are easy to keep`),
    ]
  if (length > longestPassword) return [issue(`It may have ${longestPassword} characters at most`)]
  if (common().has(folded)) return [issue("It is one of the passwords that are tried first")]
  return names.some((name) => [...name].length >= 3 && folded.includes(fold(name)))
    ? [issue("It must not contain the user name")]
    : []
}

export const pinIssues = (pin: string): ReadonlyArray<SecretIssue> =>
  /^\d{4,8}$/.test(pin) ? [] : [{ path: "pin", message: "A PIN has four to eight digits" }]

const fold = (text: string): string => text.normalize("NFKC").toLowerCase()

let known: ReadonlySet<string> | undefined

/**
 * The 3,000 most common passwords of eight characters and more, most common first: taken from the list of
 * `@zxcvbn-ts/language-common` 4.1.3 (MIT licence).
 */
const common = (): ReadonlySet<string> => {
  known ??= new Set(
    readFileSync(new URL("common-passwords.txt", import.meta.url), "utf8")
      .trim()
      .split("\n"),
  )
  return known
}
