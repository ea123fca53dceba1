import { type FormEvent, useId, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "./api.ts"
import type { Session } from "./session.ts"
import "./sign-in.css"

/** Restaurant and password, once per browser. Scanning the QR code of the start page spares it. */
export const SignIn = ({ session, problem }: { session: Session; problem?: Error | undefined }) => {
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
        password: String(fields.get("password")),
      })
    } catch (reason) {
      setFailure(reason as Error)
      setBusy(false)
    }
  }

  return (
    <form className="sign-in__form" onSubmit={submit} aria-describedby={problemId}>
      <h1>{words.title}</h1>
      <p className="sign-in__hint">{words.hint}</p>
      <label>
        {words.restaurant}
        <input name="tenant" required autoComplete="organization" autoCapitalize="none" />
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

const dictionary = {
  en: {
    title: "Sign in this device",
    hint: "Or scan the QR code on the hub's start page: nothing to type.",
    restaurant: "Restaurant",
    password: "Password",
    signIn: "Sign in",
    busy: "Signing in…",
    wrong: "Restaurant or password is wrong. Both stand in the window where the hub was started.",
    locked: "Too many wrong tries. Wait a minute, then try again.",
    unreachable: "The hub does not answer. Is this device on the restaurant's Wi-Fi?",
  },
  fr: {
    title: "Connecter cet appareil",
    hint: "Ou scannez le QR code de la page d’accueil du serveur : rien à taper.",
    restaurant: "Restaurant",
    password: "Mot de passe",
    signIn: "Se connecter",
    busy: "Connexion…",
    wrong: "Restaurant ou mot de passe incorrect. Les deux figurent là où le serveur a démarré.",
    locked: "Trop d’essais. Attendez une minute, puis réessayez.",
    unreachable: "Le serveur ne répond pas. Cet appareil est-il sur le Wi-Fi du restaurant ?",
  },
}

const sentenceOf = (failure: Error, words: (typeof dictionary)["en"]): string => {
  if (!(failure instanceof ApiRefusal)) return words.unreachable
  if (failure.code === "AUTH_INVALID") return words.wrong
  if (failure.status === 429) return words.locked
  return failure.message
}
