import type { SubscriptionState } from "#core/plugins/bus/event-subscriptions.ts"
import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { OfficeLink } from "#core/ui/admin/office-route.tsx"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay, useMe } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { Slot } from "#core/ui/shell/slot.tsx"
import { attentionTo } from "./attention.ts"
import { overviewWords } from "./overview-words.ts"
import { ScreenLinks } from "./screen-links.tsx"
import "#core/ui/admin/blocks.css"
import "./overview.css"

/** First what somebody must look at, then that all is well, then what plugins have to say. */
const OverviewSection = () => {
  const words = useWords(overviewWords)
  const me = useMe()
  const may = useMay()
  const tenant = useTenantPath()
  const ask = (permission: string, path: string) => (may(permission) ? tenant + path : undefined)
  const plugins = useAsked<ListPage<PluginOverview>>(
    ask("core.plugins.read", "/plugins?size=200"),
    freshMs,
  )
  const handlers = useAsked<{ readonly items: ReadonlyArray<SubscriptionState> }>(
    ask("core.events.read", "/subscriptions"),
    freshMs,
  )
  const items = attentionTo(plugins.value?.items ?? [], handlers.value?.items ?? [], words)
  const known = plugins.value !== undefined || handlers.value !== undefined
  const problem = plugins.problem ?? handlers.problem
  const running = plugins.value?.items.filter(({ actual }) => actual === "enabled").length
  return (
    <>
      <p className="office__lead">{words.hello(me.fullName ?? me.principal.name ?? "")}</p>
      <Failure
        failure={problem}
        onRetry={() => {
          plugins.again()
          handlers.again()
        }}
      />
      {items.length > 0 && (
        <section className="stack" aria-label={words.attention}>
          <h2>{words.attention}</h2>
          <ul className="stack stack--tight">
            {items.map((item) => (
              <li key={item.href + item.title}>
                <OfficeLink className={`attention attention--${item.tone}`} href={item.href}>
                  <Icon name={item.tone === "news" ? "bolt" : "alert"} />
                  <span className="attention__text">
                    <strong>{item.title}</strong>
                    <span>{item.advice}</span>
                  </span>
                  <Icon name="next" />
                </OfficeLink>
              </li>
            ))}
          </ul>
        </section>
      )}
      {known && problem === undefined && items.length === 0 && (
        <Notice tone="ok">
          <strong>{words.well}</strong>
          {running !== undefined && <span>{words.running(running)}</span>}
        </Notice>
      )}
      <Slot name="admin.dashboard" />
      <ScreenLinks />
    </>
  )
}

export default OverviewSection

const freshMs = 20_000
