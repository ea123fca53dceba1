import { type FormEvent, useId, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { slugOf } from "#core/ui/setup/guesses.ts"
import { ApiRefusal } from "./api.ts"
import type { Session } from "./session.ts"
import "./sign-in.css"

/** Who comes in, once per browser. Scanning the QR code of the start page spares it on a device. */
export const SignIn = ({
  session,
  problem,
  device = true,
}: {
  session: Session
  problem?: Error | undefined
  /** false: it is a person that signs in, not a screen or a handheld. */
  device?: boolean
}) => {
  const words = useWords(dictionary)
  const [failure, setFailure] = useState(problem)
  const [busy, setBusy] = useState(false)
  const problemId = useId()
  const hintId = useId()

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setFailure(undefined)
    try {
      const tenant = shortNameOf(String(fields.get("tenant")))
      await session.signIn({
        tenant,
        username: String(fields.get("username")).trim(),
        password: String(fields.get("password")),
      })
      localStorage.setItem(lastTenant, tenant)
    } catch (reason) {
      setFailure(reason as Error)
      setBusy(false)
    }
  }

  return (
    <form className="sign-in__form" onSubmit={submit} aria-describedby={problemId}>
      <h1>{device ? words.title : words.personTitle}</h1>
      {device && (
        <p className="sign-in__hint">
          {words.hint} <a href="/pair">{words.pair}</a>
        </p>
      )}
      <div>
        <label>
          {words.restaurant}
          <input
            name="tenant"
            required
            autoComplete="organization"
            autoCapitalize="none"
            spellCheck={false}
            aria-describedby={hintId}
            defaultValue={localStorage.getItem(lastTenant) ?? ""}
          />
        </label>
        <small id={hintId} className="sign-in__hint">
          {words.shortName}
        </small>
      </div>
      <label>
        {words.username}
        <input
          name="username"
          required
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
      </label>
      <label>
        {words.password}
        <input name="password" type="password" required autoComplete="current-password" />
      </label>
      <p id={problemId} className="sign-in__problem" role="alert">
        {failure !== undefined && (
          <>
            <Icon name="alert" />
            {sentenceOf(failure, words)}
          </>
        )}
      </p>
      <Button kind="primary" type="submit" large wide disabled={busy}>
        {busy ? words.busy : words.signIn}
      </Button>
    </form>
  )
}

/** Set-up makes the short name of the name over the door, so whoever types that is let in by it; the hub is asked nothing. */
const shortNameOf = (typed: string): string => {
  const name = typed.trim().toLowerCase()
  return /^[a-z0-9][a-z0-9-]*$/.test(name) ? name : slugOf(name)
}

/** Whoever signed in here before spares the next one the restaurant's short name. */
const lastTenant = "heard.tenant"

const dictionary = {
  en: {
    title: "Sign in this device",
    personTitle: "Sign in",
    hint: "Or scan the QR code on the hub's start page: nothing to type.",
    pair: "Or show a code that the manager approves.",
    restaurant: "Restaurant",
    shortName: "Its short name, for example bistro. Whoever set it up knows it.",
    username: "User name",
    password: "Password",
    signIn: "Sign in",
    busy: "Signing in…",
    wrong: "Restaurant, user name or password is wrong.",
    locked: (seconds: number) => `Too many wrong tries. Try again in ${seconds} seconds.`,
    unreachable: "The hub does not answer. Is this device on the restaurant's Wi-Fi?",
  },
  fr: {
    title: "Connecter cet appareil",
    personTitle: "Se connecter",
    hint: "Ou scannez le QR code de la page d’accueil du serveur : rien à taper.",
    pair: "Ou affichez un code que le responsable approuve.",
    restaurant: "Restaurant",
    shortName: "Son nom court, par exemple bistro. La personne qui l’a installé le connaît.",
    username: "Nom d’utilisateur",
    password: "Mot de passe",
    signIn: "Se connecter",
    busy: "Connexion…",
    wrong: "Restaurant, nom d’utilisateur ou mot de passe incorrect.",
    locked: (seconds: number) => `Trop d’essais. Réessayez dans ${seconds} secondes.`,
    unreachable: "Le serveur ne répond pas. Cet appareil est-il sur le Wi-Fi du restaurant ?",
  },
}

const sentenceOf = (failure: Error, words: (typeof dictionary)["en"]): string => {
  if (!(failure instanceof ApiRefusal)) return words.unreachable
  if (failure.code === "AUTH_INVALID") return words.wrong
  if (failure.status === 429) return words.locked(failure.retryAfter ?? 60)
  return failure.message
}
