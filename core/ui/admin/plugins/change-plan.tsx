import { useEffect, useState } from "react"
import type { Plan } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { type ChangeWords, changeWords } from "./change-words.ts"

/** What the hub says would happen, having tried it inside a transaction that it took back. */
export const ChangePlan = ({ path, body }: { path: string; body: object }) => {
  const words = useWords(changeWords)
  const api = useApi()
  const [plan, setPlan] = useState<Plan>()
  const [failure, setFailure] = useState<Error>()
  const asked = JSON.stringify({ ...body, dryRun: true })
  useEffect(() => {
    let over = false
    setPlan(undefined)
    setFailure(undefined)
    api.send<Plan>("POST", path, JSON.parse(asked)).then(
      (answer) => over || setPlan(answer),
      (reason: Error) => over || setFailure(reason),
    )
    return () => {
      over = true
    }
  }, [api, path, asked])
  if (failure !== undefined) return <Failure failure={failure} />
  if (plan === undefined)
    return (
      <p className="quiet" role="status">
        {words.planning}
      </p>
    )
  return (
    <>
      {plan.migrations.length > 0 && (
        <div>
          <p>{words.migrations}</p>
          <ul className="change__others">
            {plan.migrations.map((migration) => (
              <li key={migration.name}>
                <code className="code">{migration.name}</code>: {effectOf(migration, words)}
              </li>
            ))}
          </ul>
        </div>
      )}
      <details className="fold">
        <summary>{words.steps(plan.steps.length)}</summary>
        <ol className="change__steps">
          {plan.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </details>
    </>
  )
}

const effectOf = (
  { tookMs, locks, rewrites }: Plan["migrations"][number],
  words: ChangeWords,
): string =>
  [
    words.took(Math.round(tookMs)),
    ...(locks.length > 0 ? [words.locks(locks.join(", "))] : []),
    ...(rewrites.length > 0 ? [words.rewrites(rewrites.join(", "))] : []),
    ...(locks.length + rewrites.length === 0 ? [words.harmless] : []),
  ].join(", ")
