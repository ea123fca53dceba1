import { useState } from "react"
import { TextField, TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { usernameOf } from "./guesses.ts"
import { passwordProblem } from "./setup-draft.ts"
import type { StepProps } from "./setup-form.tsx"
import { setupWords } from "./setup-words.ts"

/** Who owns the restaurant. The rules of the password stand there before anybody types. */
export const YouStep = ({ draft, onDraft, problemAt }: StepProps) => {
  const words = useWords(setupWords)
  const [own, setOwn] = useState(
    draft.username !== "" && draft.username !== usernameOf(draft.fullName),
  )
  const [left, setLeft] = useState(false)
  const [shown, setShown] = useState(false)
  const found = passwordProblem(draft.password, draft.username)
  return (
    <>
      <TextField
        label={words.fullName}
        hint={words.fullNameHint}
        problem={problemAt("admin.fullName")}
        required
        maxLength={120}
        autoComplete="name"
        value={draft.fullName}
        onChange={({ target }) =>
          onDraft({ fullName: target.value, ...(!own && { username: usernameOf(target.value) }) })
        }
      />
      <TextField
        label={words.username}
        hint={words.usernameHint}
        problem={problemAt("admin.username")}
        required
        maxLength={64}
        autoCapitalize="none"
        autoComplete="username"
        spellCheck={false}
        value={draft.username}
        onChange={({ target }) => {
          setOwn(target.value !== "")
          onDraft({ username: target.value.trim() })
        }}
      />
      <TextField
        label={words.password}
        hint={words.passwordHint}
        problem={
          problemAt("admin.password") ??
          (left && draft.password !== "" && found !== undefined ? words[found] : undefined)
        }
        type={shown ? "text" : "password"}
        required
        minLength={8}
        maxLength={256}
        autoComplete="new-password"
        value={draft.password}
        onBlur={() => setLeft(true)}
        onChange={({ target }) => {
          target.setCustomValidity(
            passwordProblem(target.value, draft.username) === "hasName" ? words.hasName : "",
          )
          onDraft({ password: target.value })
        }}
      />
      <TickField
        label={words.show}
        checked={shown}
        onChange={(event) => setShown(event.target.checked)}
      />
    </>
  )
}
