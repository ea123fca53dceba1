import { useMemo, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useUnsaved } from "#core/ui/design/unsaved.ts"
import { useWords } from "#core/ui/i18n.ts"
import { ApiRefusal } from "#core/ui/session/api.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { formOf } from "./form-model.ts"
import { GroupFields, SchemaControl } from "./schema-control.tsx"
import { settingsWords } from "./settings-words.ts"

/** A form out of a JSON Schema. The hub judges what is saved, and its judgement stands beside the fields. */
export const SettingsForm = ({
  schema,
  path,
  value,
  readOnly,
}: {
  schema: unknown
  /** Where the value is PUT. */
  path: string
  value: unknown
  readOnly: boolean
}) => {
  const words = useWords(settingsWords)
  const api = useApi()
  const form = useMemo(() => formOf(schema), [schema])
  const [stored, setStored] = useState(value)
  const [draft, setDraft] = useState(value)
  const [failure, setFailure] = useState<Error>()
  const [phase, setPhase] = useState<"still" | "saving" | "saved">("still")
  const changed = JSON.stringify(draft) !== JSON.stringify(stored)
  useUnsaved(() => changed)

  const save = async () => {
    setPhase("saving")
    setFailure(undefined)
    try {
      const next = (await api.send<unknown>("PUT", path, draft)) ?? draft
      setStored(next)
      setDraft(next)
      setPhase("saved")
    } catch (reason) {
      setFailure(reason as Error)
      setPhase("still")
    }
  }
  const change = (next: unknown) => {
    setDraft(next)
    setPhase("still")
  }
  const control = {
    path: "",
    value: draft,
    onValue: change,
    problemAt: (at: string) => problemAt(failure, at),
    disabled: readOnly,
  }
  return (
    <Form onSubmit={save} noValidate>
      {readOnly && <p className="quiet">{words.mayNot}</p>}
      {form.kind === "group" ? (
        <GroupFields {...control} fields={form.fields} />
      ) : (
        <SchemaControl {...control} field={form} name="" />
      )}
      <Failure failure={failure} />
      <LooseIssues failure={failure} />
      {phase === "saved" && (
        <Notice tone="ok" live>
          {words.saved}
        </Notice>
      )}
      {!readOnly && (
        <div className="row">
          <Button kind="primary" type="submit" disabled={!changed || phase === "saving"}>
            {phase === "saving" ? words.saving : words.save}
          </Button>
          {changed && (
            <>
              <Button icon="undo" onClick={() => change(stored)}>
                {words.undo}
              </Button>
              <span className="quiet">{words.unsaved}</span>
            </>
          )}
        </div>
      )}
    </Form>
  )
}

/** What is wrong with the whole, which no field stands for. */
const LooseIssues = ({ failure }: { failure: Error | undefined }) => {
  if (!(failure instanceof ApiRefusal)) return null
  const loose = failure.issues.filter(({ path }) => path === "")
  if (loose.length === 0) return null
  return (
    <ul>
      {loose.map(({ message }) => (
        <li key={message}>{message}</li>
      ))}
    </ul>
  )
}
