import type { SubscriptionState } from "#core/plugins/bus/event-subscriptions.ts"
import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { needsAttention } from "#core/ui/admin/plugins/standing.ts"
import type { OverviewWords } from "./overview-words.ts"

/** Something that does not mend itself, and where it is mended. */
export interface Attention {
  /**
   * lost: an order reaches nobody · bad: something does not work · warn: something waits · news: something could be
   * better
   */
  readonly tone: "lost" | "bad" | "warn" | "news"
  readonly title: string
  readonly advice: string
  readonly href: string
}

/** What does most harm first, and otherwise in the order given. */
export const worstFirst = (items: ReadonlyArray<Attention>): ReadonlyArray<Attention> =>
  items.toSorted((one, other) => harm.indexOf(one.tone) - harm.indexOf(other.tone))

const harm: ReadonlyArray<Attention["tone"]> = ["lost", "bad", "warn", "news"]

/** What plugins and the handlers of their events need somebody for. */
export const attentionTo = (
  plugins: ReadonlyArray<PluginOverview>,
  handlers: ReadonlyArray<SubscriptionState>,
  words: OverviewWords,
): ReadonlyArray<Attention> => {
  const failing = plugins.filter(needsAttention).map(({ key, name, health }) => ({
    tone: "bad" as const,
    title: health === "quarantined" ? words.quarantined(name) : words.failing(name),
    advice: words.failingAdvice,
    href: `/admin/plugins/${key}`,
  }))
  const dead = handlers.reduce((sum, { deadLetters }) => sum + deadLetters, 0)
  const behind = handlers.filter(
    ({ lag, state }) => lag > muchLag && (state === "running" || state === "blocked"),
  )
  const paused = handlers.filter(({ state }) => state === "paused")
  const newer = plugins.filter(({ upgradeAvailable }) => upgradeAvailable)
  return [
    ...failing,
    ...(dead === 0
      ? []
      : [
          {
            tone: "bad" as const,
            title: words.dead(dead),
            advice: words.deadAdvice,
            href: "/admin/events?show=failed",
          },
        ]),
    ...behind.map(({ id, lag }) => ({
      tone: "warn" as const,
      title: words.behind(id, lag),
      advice: words.behindAdvice,
      href: "/admin/events?show=handlers",
    })),
    ...paused.map(({ id }) => ({
      tone: "warn" as const,
      title: words.paused(id),
      advice: words.pausedAdvice,
      href: "/admin/events?show=handlers",
    })),
    ...newer.map(({ key, name, version }) => ({
      tone: "news" as const,
      title: words.newer(name, version),
      advice: words.newerAdvice,
      href: `/admin/plugins/${key}`,
    })),
  ]
}

/** Events; a busy minute leaves fewer behind. */
const muchLag = 100
