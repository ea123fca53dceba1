import { type FormEvent, useId, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
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

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setBusy(true)
    setFailure(undefined)
    try {
      await session.signIn({
        tenant: String(fields.get("tenant")).trim().toLowerCase(),
        username: String(fields.get("username")).trim(),
        password: String(fields.get("password")),
      })
      localStorage.setItem(lastTenant, String(fields.get("tenant")).trim().toLowerCase())
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
      <label>
        {words.restaurant}
        <input
          name="tenant"
          required
          autoComplete="organization"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={localStorage.getItem(lastTenant) ?? ""}
        />
      </label>
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

/** Whoever signed in here before spares the next one the restaurant's short name. */
const lastTenant = "heard.tenant"

const dictionary = {
  en: {
    title: "Sign in this device",
    personTitle: "Sign in",
    hint: "Or scan the QR code on the hub's start page: nothing to type.",
    pair: "Or show a code that the manager approves.",
    restaurant: "Restaurant",
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
