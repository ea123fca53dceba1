import { useEffect } from "react"
import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { OfficeLink, useOfficePath, useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { useOperations } from "./operations.tsx"
import { PluginDetails } from "./plugin-details.tsx"
import { PluginState } from "./plugin-state.tsx"
import { pluginWords } from "./plugin-words.ts"
import { standingOf, standings } from "./standing.ts"
import "#core/ui/admin/blocks.css"
import "./plugins.css"

/** `/admin/plugins` is the list, `/admin/plugins/{key}` one of it. */
const PluginsSection = () => {
  const words = useWords(pluginWords)
  const tenant = useTenantPath()
  const key = useOfficePath().split("/")[3]
  const { ended } = useOperations()
  const list = useAsked<ListPage<PluginOverview>>(`${tenant}/plugins?size=200`, listEveryMs)
  const { again } = list
  useEffect(() => {
    if (ended > 0) again()
  }, [ended, again])
  const plugins = list.value?.items ?? []
  const chosen = plugins.find((plugin) => plugin.key === key)
  if (key !== undefined && list.value !== undefined)
    return (
      <>
        <OfficeLink className="plugins__back" href="/admin/plugins">
          <Icon name="back" />
          {words.back}
        </OfficeLink>
        {chosen === undefined ? (
          <p role="status">{words.unknown}</p>
        ) : (
          <PluginDetails key={chosen.key} plugin={chosen} plugins={plugins} />
        )}
      </>
    )
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <Failure failure={list.problem} onRetry={again} />
      {list.value !== undefined && <PluginList plugins={plugins} />}
    </>
  )
}

export default PluginsSection

const PluginList = ({ plugins }: { plugins: ReadonlyArray<PluginOverview> }) => {
  const words = useWords(pluginWords)
  const [search, setSearch] = useOfficeQuery("search")
  const wanted = search.trim().toLowerCase()
  const found = plugins.filter(({ key, name, description }) =>
    `${key} ${name} ${description}`.toLowerCase().includes(wanted),
  )
  return (
    <>
      <TextField
        label={words.search}
        type="search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {found.length === 0 && <p role="status">{words.none}</p>}
      {standings.map((standing) => {
        const own = found.filter((plugin) => standingOf(plugin) === standing)
        return (
          own.length > 0 && (
            <section key={standing} aria-label={words[standing]}>
              <h2 className="plugins__group">
                {words[standing]} <span className="quiet">{own.length}</span>
              </h2>
              <ul className="grid">
                {own.map((plugin) => (
                  <li key={plugin.key}>
                    <PluginCard plugin={plugin} />
                  </li>
                ))}
              </ul>
            </section>
          )
        )
      })}
    </>
  )
}

const PluginCard = ({ plugin }: { plugin: PluginOverview }) => {
  const words = useWords(pluginWords)
  return (
    <OfficeLink className="block plugin-card" href={`/admin/plugins/${plugin.key}`}>
      <span className="row row--apart">
        <strong className="plugin-card__name">{plugin.name}</strong>
        <PluginState plugin={plugin} />
      </span>
      <span className="quiet small">{plugin.description}</span>
      <span className="row small plugin-card__foot">
        <span className="number">{words.versionOf(plugin.installedVersion ?? plugin.version)}</span>
        {plugin.upgradeAvailable && (
          <span className="plugin-card__news">
            <Icon name="bolt" size={16} />
            {words.upgradeTo(plugin.version)}
          </span>
        )}
        {plugin.lag > 0 && (
          <span className="quiet">
            {words.lag}: {plugin.lag}
          </span>
        )}
      </span>
    </OfficeLink>
  )
}

const listEveryMs = 20_000
