import type { SubscriptionState } from "#core/plugins/bus/event-subscriptions.ts"
import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay, useMe } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { Filled, Slot, useFillings } from "#core/ui/shell/slot.tsx"
import { attentionTo, worstFirst } from "./attention.ts"
import { AttentionList } from "./attention-list.tsx"
import { overviewWords } from "./overview-words.ts"
import { ScreenLinks } from "./screen-links.tsx"
import { useToldAttention } from "./told-attention.ts"
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
  const fillings = useFillings("admin.attention")
  const { told, onAttention } = useToldAttention()
  const parts = fillings ?? []
  // Before each of them said so, nobody may say that all is well.
  const whole = fillings !== undefined && parts.every(({ plugin }) => told.has(plugin))
  const items = worstFirst([
    ...[...told.values()].flat(),
    ...attentionTo(plugins.value?.items ?? [], handlers.value?.items ?? [], words),
  ])
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
      {items.length > 0 && <AttentionList items={items} />}
      {known && problem === undefined && items.length === 0 && whole && (
        <Notice tone="ok">
          {parts.length > 0 && <strong>{words.well}</strong>}
          {running !== undefined && <span>{words.running(running)}</span>}
        </Notice>
      )}
      <Filled name="admin.attention" fillings={parts} props={{ onAttention }} />
      <Slot name="admin.dashboard" />
      <ScreenLinks />
    </>
  )
}

export default OverviewSection

const freshMs = 20_000
