import { useState } from "react"
import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import { useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure, FailureCode } from "#core/ui/design/failure.tsx"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { Progress } from "#core/ui/design/progress.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useApi } from "#core/ui/session/use-api.ts"
import { isBusy, useOperations } from "./operations.tsx"
import { type PluginWords, pluginWords } from "./plugin-words.ts"
import "./operation-bar.css"

/** How far the change of a plugin is, on whatever page of the back office somebody is meanwhile. */
export const OperationBar = () => {
  const { current, dismiss, nameOf } = useOperations()
  const words = useWords(pluginWords)
  if (current === undefined) return null
  const { status, step, steps, percent } = current
  const busy = isBusy(current)
  const title = titleOf(current, nameOf(current.plugin), words)
  return (
    <section className={`operation operation--${status}`} aria-label={title}>
      <div className="row row--apart">
        <strong className="operation__title" role="status">
          <Icon name={icons[status]} />
          {title}
        </strong>
        <OperationDeeds operation={current} onClose={dismiss} />
      </div>
      {busy && <Progress percent={percent} label={title} />}
      {busy && steps.length > 0 && (
        <p className="small">
          {words.step(Math.min(step + 1, steps.length), steps.length)}: {steps[step]}
        </p>
      )}
      {current.error !== null && (
        <>
          <p>{words.failedHint}</p>
          <FailureCode code={current.error.code} detail={current.error.detail} />
        </>
      )}
      {current.log.length > 0 && (
        <details className="fold">
          <summary>{words.log}</summary>
          <ol className="operation__log">
            {current.log.map(({ at, text }) => (
              <li key={`${at}${text}`}>
                <time dateTime={at}>{at.slice(11, 19)}</time> {text}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}

const OperationDeeds = ({ operation, onClose }: { operation: Operation; onClose: () => void }) => {
  const words = useWords(pluginWords)
  const api = useApi()
  const may = useMay()
  const tenant = useTenantPath()
  const { watch } = useOperations()
  const [failure, setFailure] = useState<Error>()
  const run = async (path: string) => {
    setFailure(undefined)
    try {
      watch(await api.send<Operation>("POST", tenant + path))
    } catch (reason) {
      setFailure(reason as Error)
    }
  }
  const manages = may("core.plugins.manage")
  return (
    <div className="row">
      {manages && isBusy(operation) && (
        <Button onClick={() => run(`/operations/${operation.id}/cancel`)}>{words.cancel}</Button>
      )}
      {manages && operation.status === "failed" && (
        <Button icon="retry" onClick={() => run(`/plugins/${operation.plugin}/retry`)}>
          {words.retry}
        </Button>
      )}
      {!isBusy(operation) && (
        <Button kind="quiet" icon="close" aria-label={words.close} onClick={onClose} />
      )}
      <Failure failure={failure} />
    </div>
  )
}

export const titleOf = ({ kind, status }: Operation, name: string, words: PluginWords): string => {
  if (status === "failed") return words.failed(words.kind[kind], name)
  if (status === "cancelled") return words.cancelled(words.kind[kind], name)
  return status === "succeeded" ? `${name} ${words.done[kind]}` : `${words.doing[kind]}: ${name}`
}

const icons: Readonly<Record<Operation["status"], IconName>> = {
  queued: "clock",
  running: "retry",
  succeeded: "check",
  failed: "alert",
  cancelled: "undo",
}
