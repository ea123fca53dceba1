import { type FormEvent, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import type { TokenPair } from "#core/ui/session/session.ts"
import { useSession } from "#core/ui/session/session-gate.tsx"
import { useApi } from "#core/ui/session/use-api.ts"
import { accountWords } from "./account-words.ts"

/** One's own password. The hub ends every session of the person; this one goes on if it hands out a new pair. */
export const PasswordForm = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(accountWords)
  const api = useApi()
  const session = useSession()
  const [failure, setFailure] = useState<Error>()
  const [phase, setPhase] = useState<"still" | "saving" | "saved">("still")
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    const fields = new FormData(event.currentTarget)
    setPhase("saving")
    setFailure(undefined)
    try {
      const pair = await api.send<TokenPair | undefined>("POST", "/auth/password", {
        current: fields.get("current"),
        next: fields.get("next"),
      })
      if (pair !== undefined) session.goOnWith(pair)
      setPhase("saved")
    } catch (reason) {
      setFailure(reason as Error)
      setPhase("still")
    }
  }
  if (phase === "saved")
    return (
      <Notice tone="ok" live>
        {words.saved}
      </Notice>
    )
  return (
    <Form onSubmit={submit}>
      <TextField
        label={words.current}
        name="current"
        type="password"
        required
        autoComplete="current-password"
      />
      <TextField
        label={words.next}
        hint={words.rule}
        problem={problemAt(failure, "next")}
        name="next"
        type="password"
        required
        minLength={8}
        maxLength={256}
        autoComplete="new-password"
      />
      <Failure failure={failure} />
      <div className="row">
        <Button kind="primary" type="submit" disabled={phase === "saving"}>
          {words.save}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </Form>
  )
}
