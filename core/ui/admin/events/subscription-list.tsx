import { useState } from "react"
import type { SubscriptionState } from "#core/plugins/bus/event-subscriptions.ts"
import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import { useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Chip, type Tone } from "#core/ui/design/chip.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import type { IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { eventWords } from "./event-words.ts"
import { ReplaySheet } from "./replay-sheet.tsx"

/** Who handles events in this restaurant, how far they are, and the switches for that. */
export const SubscriptionList = () => {
  const words = useWords(eventWords)
  const tenant = useTenantPath()
  const may = useMay()
  const [replaying, setReplaying] = useState<SubscriptionState>()
  const { value, problem, again } = useAsked<{ readonly items: ReadonlyArray<SubscriptionState> }>(
    `${tenant}/subscriptions`,
    freshMs,
  )
  const replays = may("core.events.replay")
  return (
    <>
      <Failure failure={problem} onRetry={again} />
      {!replays && <p className="quiet">{words.mayNot}</p>}
      {value?.items.length === 0 && <p role="status">{words.handlersNone}</p>}
      <ul className="stack">
        {value?.items.map((subscription) => (
          <li key={subscription.id} className="block">
            <SubscriptionHead subscription={subscription} />
            {replays && (
              <SubscriptionDeeds
                subscription={subscription}
                onDone={again}
                onReplay={() => setReplaying(subscription)}
              />
            )}
          </li>
        ))}
      </ul>
      {replaying !== undefined && (
        <ReplaySheet
          subscription={replaying}
          onClose={() => {
            setReplaying(undefined)
            again()
          }}
        />
      )}
    </>
  )
}

const SubscriptionHead = ({ subscription }: { subscription: SubscriptionState }) => {
  const words = useWords(eventWords)
  const [, setTab] = useOfficeQuery("show")
  const { id, topic, state, lag, position, retrying, deadLetters } = subscription
  const [tone, icon] = looks[state]
  return (
    <>
      <div className="row row--apart">
        <h2 className="code">{id}</h2>
        <Chip tone={tone} icon={icon}>
          {words.state[state]}
        </Chip>
      </div>
      <p className="row">
        <span className="code">{topic}</span>
        <strong>{words.lag(lag)}</strong>
        <span className="quiet small">{words.handledTo(position)}</span>
        {retrying > 0 && (
          <Chip tone="warn" icon="retry">
            {words.retrying(retrying)}
          </Chip>
        )}
        {deadLetters > 0 && (
          <Button icon="alert" kind="danger" onClick={() => setTab("failed")}>
            {words.dead(deadLetters)}
          </Button>
        )}
      </p>
    </>
  )
}

const SubscriptionDeeds = ({
  subscription,
  onDone,
  onReplay,
}: {
  subscription: SubscriptionState
  onDone: () => void
  onReplay: () => void
}) => {
  const words = useWords(eventWords)
  const tenant = useTenantPath()
  const { run, busy, failure } = useDeed(onDone)
  const { id, state } = subscription
  const path = `${tenant}/subscriptions/${encodeURIComponent(id)}`
  if (state === "stopped") return null
  return (
    <>
      <div className="row">
        {state === "paused" ? (
          <Button icon="play" disabled={busy} onClick={() => run("POST", `${path}/resume`)}>
            {words.resume}
          </Button>
        ) : (
          <Button icon="pause" disabled={busy} onClick={() => run("POST", `${path}/pause`)}>
            {words.pause}
          </Button>
        )}
        <Button icon="retry" onClick={onReplay}>
          {words.replay}
        </Button>
      </div>
      <Failure failure={failure} />
    </>
  )
}

const looks: Readonly<Record<SubscriptionState["state"], readonly [Tone, IconName]>> = {
  running: ["ok", "check"],
  paused: ["warn", "pause"],
  blocked: ["late", "alert"],
  stopped: ["plain", "circle"],
}

const freshMs = 5000
