import { useState } from "react"
import type { AskedKind, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { OfficeLink } from "#core/ui/admin/office-route.tsx"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { Button } from "#core/ui/design/button.tsx"
import { ButtonRow } from "#core/ui/design/button-row.tsx"
import { FailureCode } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { ChangeSheet } from "./change-sheet.tsx"
import { titleOf } from "./operation-bar.tsx"
import { useOperations } from "./operations.tsx"
import { PluginState } from "./plugin-state.tsx"
import { pluginWords } from "./plugin-words.ts"

/** One plugin: how it stands, why, and what can be done about it. */
export const PluginDetails = ({
  plugin,
  plugins,
}: {
  plugin: PluginOverview
  plugins: ReadonlyArray<PluginOverview>
}) => {
  const words = useWords(pluginWords)
  return (
    <>
      <section className="block" aria-label={plugin.name}>
        <div className="row row--apart">
          <h2>{plugin.name}</h2>
          <PluginState plugin={plugin} />
        </div>
        <p className="office__lead">{plugin.description}</p>
        <PluginFacts plugin={plugin} plugins={plugins} />
        {plugin.purgeAt !== null && <PurgeNotice at={plugin.purgeAt} />}
        {plugin.lastError !== null && <LastError error={plugin.lastError} />}
        {plugin.problems.length > 0 && (
          <Notice tone="bad">
            <strong>{words.problems}</strong>
            {plugin.problems.map(({ code, detail }) => (
              <FailureCode key={code + detail} code={code} detail={detail} />
            ))}
          </Notice>
        )}
        <PluginDeeds plugin={plugin} plugins={plugins} />
      </section>
      <PluginHistory plugin={plugin} />
    </>
  )
}

/** What went wrong last, and what finds more of it in the log. */
const LastError = ({ error }: { error: NonNullable<PluginOverview["lastError"]> }) => {
  const words = useWords(pluginWords)
  const clock = useClock()
  return (
    <Notice tone="warn">
      <strong>{words.lastError}</strong>
      <FailureCode code={error.code} detail={error.detail} />
      <span className="small">
        <time dateTime={error.at}>{clock.full(error.at)}</time>
        {error.requestId !== undefined && (
          <>
            {" · "}
            {words.request} <code>{error.requestId}</code>
          </>
        )}
      </span>
    </Notice>
  )
}

/** What was removed with its data can still be taken back, and for how long. */
const PurgeNotice = ({ at }: { at: string }) => {
  const words = useWords(pluginWords)
  const clock = useClock()
  return (
    <Notice tone="warn">
      <strong>{words.purge(clock.full(at))}</strong>
      <p>{words.purgeHint}</p>
    </Notice>
  )
}

const PluginFacts = ({
  plugin,
  plugins,
}: {
  plugin: PluginOverview
  plugins: ReadonlyArray<PluginOverview>
}) => {
  const words = useWords(pluginWords)
  const clock = useClock()
  const { installedVersion, version } = plugin
  return (
    <dl className="facts">
      <dt>{words.version}</dt>
      <dd className="number">
        {installedVersion === null || installedVersion === version
          ? version
          : words.data(installedVersion, version)}
      </dd>
      <dt>{words.healthLabel}</dt>
      <dd>{words.health[plugin.health]}</dd>
      {plugin.actual !== "absent" && (
        <>
          <dt>{words.lag}</dt>
          <dd>{plugin.lag === 0 ? words.lagNone : plugin.lag}</dd>
        </>
      )}
      {plugin.enabledAt !== null && (
        <>
          <dt>{words.since}</dt>
          <dd>
            <time dateTime={plugin.enabledAt}>{clock.full(plugin.enabledAt)}</time>
          </dd>
        </>
      )}
      <dt>{words.requires}</dt>
      <dd>
        <PluginNames keys={plugin.requires} plugins={plugins} />
      </dd>
      <dt>{words.dependents}</dt>
      <dd>
        <PluginNames keys={plugin.dependents} plugins={plugins} />
      </dd>
    </dl>
  )
}

const PluginNames = ({
  keys,
  plugins,
}: {
  keys: ReadonlyArray<string>
  plugins: ReadonlyArray<PluginOverview>
}) => {
  const words = useWords(pluginWords)
  if (keys.length === 0) return <span className="quiet">{words.nothing}</span>
  return (
    <span className="row">
      {keys.map((key) => (
        <OfficeLink key={key} className="plugin-link" href={`/admin/plugins/${key}`}>
          {plugins.find((one) => one.key === key)?.name ?? key}
        </OfficeLink>
      ))}
    </span>
  )
}

const PluginDeeds = ({
  plugin,
  plugins,
}: {
  plugin: PluginOverview
  plugins: ReadonlyArray<PluginOverview>
}) => {
  const words = useWords(pluginWords)
  const may = useMay()
  const { busy } = useOperations()
  const [kind, setKind] = useState<AskedKind>()
  if (!may("core.plugins.manage")) return <p className="quiet">{words.mayNot}</p>
  const kinds = deedsFor(plugin)
  return (
    <>
      <ButtonRow label={words.actions}>
        {kinds.map((one) => (
          <Button key={one} kind={looks[one]} disabled={busy} onClick={() => setKind(one)}>
            {words.kind[one]}
          </Button>
        ))}
        {plugin.settingsSchema !== null && plugin.actual === "enabled" && (
          <OfficeLink className="button" href={`/admin/settings/${plugin.key}`}>
            {words.settings}
          </OfficeLink>
        )}
      </ButtonRow>
      {busy && <p className="quiet small">{words.busy}</p>}
      {kind !== undefined && (
        <ChangeSheet
          kind={kind}
          plugin={plugin}
          plugins={plugins}
          onClose={() => setKind(undefined)}
        />
      )}
    </>
  )
}

/** What adds something invites; what takes away does not. */
const looks: Readonly<Record<AskedKind, "plain" | "primary" | "danger">> = {
  install: "primary",
  enable: "primary",
  upgrade: "primary",
  release: "primary",
  disable: "plain",
  uninstall: "danger",
}

/** The likeliest first. */
const deedsFor = ({
  actual,
  upgradeAvailable,
  problems,
}: PluginOverview): ReadonlyArray<AskedKind> => {
  const loadable = problems.length === 0
  if (actual === "absent") return loadable ? ["install"] : []
  if (actual === "quarantined") return ["release", "disable"]
  const upgrade: ReadonlyArray<AskedKind> = upgradeAvailable && loadable ? ["upgrade"] : []
  if (actual === "enabled") return [...upgrade, "disable"]
  return [...(loadable ? (["enable"] as const) : []), ...upgrade, "uninstall"]
}

const PluginHistory = ({ plugin }: { plugin: PluginOverview }) => {
  const words = useWords(pluginWords)
  const clock = useClock()
  const { recent } = useOperations()
  const own = recent.filter((operation) => operation.plugin === plugin.key)
  return (
    <section className="block" aria-label={words.history}>
      <h2>{words.history}</h2>
      {own.length === 0 && <p className="quiet">{words.historyNone}</p>}
      <ul className="stack stack--tight">
        {own.map((operation) => (
          <li key={operation.id} className="row">
            <time className="quiet number" dateTime={operation.createdAt}>
              {clock.full(operation.createdAt)}
            </time>
            <span>{titleOf(operation, plugin.name, words)}</span>
            {operation.error !== null && (
              <FailureCode code={operation.error.code} detail={operation.error.detail} />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
