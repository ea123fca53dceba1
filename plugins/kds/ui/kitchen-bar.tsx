import type { Screen } from "#core/kitchen/menu.ts"
import { Bar } from "#core/ui/design/bar.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { useHubStatus, usePendingCount } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { Slot } from "#core/ui/shell/slot.tsx"
import { toggleSound, useSound } from "#core/ui/sound.ts"
import { kitchenWords } from "./words.ts"
import "./kitchen-bar.css"

export type Panel = "recall" | "keys" | "sounds" | "settings"

/** What this screen is, what is open, and whether it can be trusted: connection and sound always in sight. */
export const KitchenBar = ({
  screen,
  open,
  allDay,
  onAllDay,
  legend,
  onLegend,
  onPanel,
}: {
  screen: Pick<Screen, "name" | "kind" | "stations">
  open: number
  allDay: boolean
  onAllDay: () => void
  legend: boolean
  onLegend: () => void
  onPanel: (panel: Panel) => void
}) => {
  const words = useWords(kitchenWords)
  const pending = usePendingCount()
  return (
    <Bar
      title={
        <>
          <span dir="auto">{screen.name}</span>
          <span className="kitchen-bar__open">{words.open(open)}</span>
          <Connection />
        </>
      }
    >
      {pending > 0 && <Chip icon="clock">{words.pending(pending)}</Chip>}
      <Sound />
      <Button kind="quiet" icon="list" aria-pressed={allDay} onClick={onAllDay}>
        <span className="kitchen-bar__word">{words.allDay}</span>
      </Button>
      <Slot name="kitchen.bar" stations={screen.kind === "expo" ? [] : screen.stations} />
      <Button kind="quiet" icon="undo" onClick={() => onPanel("recall")}>
        <span className="kitchen-bar__word">{words.recall}</span>
      </Button>
      <Button
        kind="quiet"
        icon="help"
        className="kitchen-bar__keys"
        aria-label={words.help}
        aria-pressed={legend}
        onClick={onLegend}
      />
      <Button
        kind="quiet"
        icon="more"
        aria-label={words.settings}
        onClick={() => onPanel("settings")}
      />
    </Bar>
  )
}

const Connection = () => {
  const words = useWords(kitchenWords)
  const { status } = useHubStatus()
  if (status === "live")
    return (
      <Chip tone="ok" icon="online">
        {words.live}
      </Chip>
    )
  return (
    <Chip tone={status === "notLive" ? "late" : "plain"} icon="offline">
      {status === "notLive" ? words.notLive : words.connecting}
    </Chip>
  )
}

const Sound = () => {
  const words = useWords(kitchenWords)
  const sound = useSound()
  return (
    <Button
      kind={sound === "on" ? "quiet" : "plain"}
      className={`kitchen-bar__sound kitchen-bar__sound--${sound}`}
      icon={sound === "on" ? "bell" : "bellOff"}
      onClick={() => void toggleSound()}
    >
      <span className={sound === "on" ? "kitchen-bar__word" : ""}>{words.sound[sound]}</span>
    </Button>
  )
}
