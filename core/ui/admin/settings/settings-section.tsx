import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { OfficeLink, useOfficePath } from "#core/ui/admin/office-route.tsx"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { useManifest } from "#core/ui/shell/manifest.tsx"
import { formOf, humanised } from "./form-model.ts"
import { SettingsForm } from "./settings-form.tsx"
import { settingsWords } from "./settings-words.ts"
import "#core/ui/admin/blocks.css"
import "#core/ui/admin/plugins/plugins.css"

/** `/admin/settings` lists what has settings, `/admin/settings/{plugin}` is its form. */
const SettingsSection = () => {
  const words = useWords(settingsWords)
  const tenant = useTenantPath()
  const key = useOfficePath().split("/")[3]
  const { value, problem, again } = useAsked<ListPage<PluginOverview>>(`${tenant}/plugins?size=200`)
  const plugins = (value?.items ?? []).filter(
    ({ actual, settingsSchema }) => actual === "enabled" && settingsSchema !== null,
  )
  const manifest = useManifest()
  const chosen = plugins.find((plugin) => plugin.key === key)
  if (value === undefined) return <Failure failure={problem} onRetry={again} />
  if (key === undefined)
    return (
      <>
        <p className="office__lead">{words.lead}</p>
        <ul className="grid">
          {manifest.value?.pages.some(({ path }) => path === restaurantPath) && (
            <li>
              <OfficeLink className="block plugin-card" href={restaurantPath}>
                <strong className="plugin-card__name">{words.restaurant}</strong>
                <span className="quiet small">{words.restaurantHint}</span>
              </OfficeLink>
            </li>
          )}
          {plugins.map((plugin) => (
            <li key={plugin.key}>
              <OfficeLink className="block plugin-card" href={`/admin/settings/${plugin.key}`}>
                <strong className="plugin-card__name">{plugin.name}</strong>
                <span className="quiet small">{settingsIn(plugin).join(" · ")}</span>
              </OfficeLink>
            </li>
          ))}
        </ul>
        {plugins.length === 0 && <p role="status">{words.none}</p>}
      </>
    )
  return (
    <>
      <OfficeLink className="plugins__back" href="/admin/settings">
        <Icon name="back" />
        {words.back}
      </OfficeLink>
      {chosen === undefined ? (
        <p role="status">{words.unknown}</p>
      ) : (
        <PluginSettings key={chosen.key} plugin={chosen} />
      )}
    </>
  )
}

export default SettingsSection

/** A plugin does more than what can be set of it, so its own description would promise too much here. */
const settingsIn = ({ settingsSchema, description }: PluginOverview): ReadonlyArray<string> => {
  const form = formOf(settingsSchema)
  if (form.kind !== "group") return [description]
  return form.fields.map(({ key, field }) => field.title ?? humanised(key))
}

/** What the restaurant says of itself has a page of its own, which its plugin brings. */
const restaurantPath = "/admin/restaurant"

const PluginSettings = ({ plugin }: { plugin: PluginOverview }) => {
  const tenant = useTenantPath()
  const may = useMay()
  const path = `${tenant}/plugins/${plugin.key}/config`
  const { value, problem, again } = useAsked<unknown>(path)
  return (
    <section className="block" aria-label={plugin.name}>
      <h2>{plugin.name}</h2>
      <Failure failure={problem} onRetry={again} />
      {value !== undefined && (
        <SettingsForm
          schema={plugin.settingsSchema}
          path={path}
          value={value}
          readOnly={!may("core.plugins.manage")}
        />
      )}
    </section>
  )
}
