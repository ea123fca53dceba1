import { type FormEvent, useEffect, useState } from "react"
import { BoxPage } from "#core/ui/design/box-page.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { callApi } from "#core/ui/session/api.ts"
import { SetupForm } from "./setup-form.tsx"
import { takeSetupToken } from "./setup-token.ts"
import { setupWords } from "./setup-words.ts"
import "./setup.css"

/** The first restaurant of a hub, from the address that the hub printed to a working floor. */
const SetupPage = () => {
  const words = useWords(setupWords)
  const [token, setToken] = useState(takeSetupToken)
  const [open, setOpen] = useState<boolean>()
  const [failure, setFailure] = useState<Error>()
  const [look, setLook] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at anew when somebody says so
  useEffect(() => {
    callApi<{ readonly open: boolean }>("/setup/status").then((status) => {
      setFailure(undefined)
      setOpen(status.open)
    }, setFailure)
  }, [look])
  const takeTyped = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get("token"))
    // Some copy the whole address.
    setToken(typed.includes("#token=") ? typed.split("#token=")[1] : typed.trim())
  }
  return (
    <BoxPage>
      {open === undefined && failure === undefined && <p role="status">{words.wait}</p>}
      <Failure failure={failure} onRetry={() => setLook(look + 1)} />
      {open === false && (
        <section className="box">
          <h1>{words.closed}</h1>
          <p>{words.closedHint}</p>
          <a className="button button--primary" href="/admin">
            {words.signIn}
          </a>
        </section>
      )}
      {open === true && token === undefined && (
        <form className="box" onSubmit={takeTyped}>
          <h1>{words.tokenTitle}</h1>
          <TextField
            label={words.token}
            hint={words.tokenHint}
            name="token"
            required
            autoComplete="off"
            spellCheck={false}
          />
          <Button kind="primary" type="submit" large>
            {words.next}
          </Button>
        </form>
      )}
      {open === true && token !== undefined && (
        <SetupForm token={token} onWrongToken={() => setToken(undefined)} />
      )}
    </BoxPage>
  )
}

export default SetupPage
