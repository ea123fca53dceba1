import { useState } from "react"
import type { AskedKind, Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TickField } from "#core/ui/design/field.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { bodyOf, type ChangeChoice, canBeTried, firstChoice } from "./change-body.ts"
import { ChangeOptions } from "./change-options.tsx"
import { ChangePlan } from "./change-plan.tsx"
import { changeWords } from "./change-words.ts"
import { useOperations } from "./operations.tsx"
import { pluginWords } from "./plugin-words.ts"
import { missingFor, runningDependents } from "./requirements.ts"

/** Says in plain words what will happen, asks what has to be asked, and only then does it. */
export const ChangeSheet = ({
  kind,
  plugin,
  plugins,
  onClose,
}: {
  kind: AskedKind
  plugin: PluginOverview
  plugins: ReadonlyArray<PluginOverview>
  onClose: () => void
}) => {
  const words = useWords(changeWords)
  const names = useWords(pluginWords)
  const api = useApi()
  const tenant = useTenantPath()
  const { watch } = useOperations()
  const [choice, setChoice] = useState<ChangeChoice>(firstChoice)
  const [failure, setFailure] = useState<Error>()
  const [asking, setAsking] = useState(false)
  const path = `${tenant}/plugins/${plugin.key}/${kind}`
  const comeAlong = kind === "install" || kind === "enable" ? missingFor(plugin, plugins) : []
  const goAlong = kind === "disable" ? runningDependents(plugin, plugins) : []
  const decided = goAlong.length === 0 || choice.cascade

  const confirm = async () => {
    setAsking(true)
    setFailure(undefined)
    try {
      watch(await api.send<Operation>("POST", path, bodyOf(kind, choice)))
      onClose()
    } catch (reason) {
      setFailure(reason as Error)
      setAsking(false)
    }
  }

  return (
    <Sheet
      title={words.title(names.kind[kind], plugin.name)}
      onClose={onClose}
      footer={
        <div className="row row--apart">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button
            kind={kind === "uninstall" ? "danger" : "primary"}
            disabled={asking || !decided}
            onClick={confirm}
            {...(goAlong.length === 0 && { "data-first": true })}
          >
            {asking ? words.asking : names.kind[kind]}
          </Button>
        </div>
      }
    >
      <div className="stack">
        {(kind === "disable" || kind === "uninstall") && plugin.off !== null && (
          <p>
            <strong>{plugin.off}</strong>
          </p>
        )}
        {words.means[kind].map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        <Others title={words.comeAlong} plugins={comeAlong} />
        {goAlong.length > 0 && (
          <div>
            <Others title={words.goAlong} plugins={goAlong} off />
            <TickField
              label={words.goAlongTick}
              checked={choice.cascade}
              data-first
              onChange={(event) => setChoice({ ...choice, cascade: event.target.checked })}
            />
          </div>
        )}
        <ChangeOptions kind={kind} choice={choice} onChoice={setChoice} />
        {canBeTried(kind) && <ChangePlan path={path} body={bodyOf(kind, choice)} />}
        <Failure failure={failure} />
      </div>
    </Sheet>
  )
}

const Others = ({
  title,
  plugins,
  off = false,
}: {
  title: string
  plugins: ReadonlyArray<PluginOverview>
  /** They say what is lacking without them. */
  off?: boolean
}) => {
  if (plugins.length === 0) return null
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className="change__others">
        {plugins.map((plugin) => (
          <li key={plugin.key}>
            <strong>{plugin.name}</strong>{" "}
            <span className="quiet small">{(off && plugin.off) || plugin.description}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
