import { useEffect, useMemo } from "react"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { swallowStrayTaps } from "#core/ui/design/stray-tap.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { cardOf, type MenuItem } from "#core/ui/menu-card.ts"
import { PrinterAlarms } from "#core/ui/shell/printer-alarms.tsx"
import { isSwitchedOff, SwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { play } from "#core/ui/sound.ts"
import { useWakeLock } from "#core/ui/wake-lock.ts"
import { CardContext } from "./card-context.tsx"
import { ClosingProvider } from "./closing.tsx"
import { CollectingProvider } from "./collecting.tsx"
import { DeskProvider } from "./desk.tsx"
import type { FloorItem } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { HandsProvider, useHands } from "./hands.tsx"
import { KitchenAlarm } from "./kitchen-alarm.tsx"
import { LeftNote } from "./left-note.tsx"
import { PinPage } from "./pin-page.tsx"
import { PlaceScreen } from "./place-screen.tsx"
import { QueueNote } from "./queue-note.tsx"
import { TablesScreen } from "./tables-screen.tsx"
import { useHandheldSettings } from "./use-handheld-settings.ts"
import { useIdleLock } from "./use-idle-lock.ts"
import { useReadyChime } from "./use-ready-chime.ts"
import { useRoute } from "./use-route.ts"
import "./handheld-page.css"

/** The waiter's handheld. */
const HandheldPage = () => (
  <HandsProvider>
    <DeskProvider>
      <CollectingProvider>
        <ClosingProvider>
          <Handheld />
        </ClosingProvider>
      </CollectingProvider>
    </DeskProvider>
  </HandsProvider>
)

export default HandheldPage

const Handheld = () => {
  const menu = useView<MenuItem>("menu")
  const floor = useView<FloorItem>("floor")
  const language = useLanguage()
  const card = useMemo(() => cardOf(menu.items, language), [menu.items, language])
  const route = useRoute()
  const { settings, switchedOff } = useHandheldSettings()
  const { person, speaksFor, locked } = useHands()
  useWakeLock()
  useEffect(swallowStrayTaps, [])
  useIdleLock(settings.idleLockMinutes)
  const words = useWords(handheldWords)
  useReadyChime(floor.items, floor.known)
  if (switchedOff) return <SwitchedOff name={words.ordering} />
  const menuState = isSwitchedOff(menu) ? "off" : menu.known ? "known" : "coming"
  return (
    <CardContext value={card}>
      <main className="handheld">
        <LiveBar />
        <KitchenAlarm />
        <PrinterAlarms view="floor" onNews={() => play("alarm")} />
        <QueueNote />
        <LeftNote />
        {locked || (settings.pinRequired && person === undefined && speaksFor === undefined) ? (
          <PinPage required={settings.pinRequired} />
        ) : route.at === "tables" ? (
          <TablesScreen
            floor={floor.items}
            known={floor.known}
            menuOff={menuState === "off"}
            lateAfterMinutes={settings.lateTableMinutes}
          />
        ) : (
          <PlaceScreen
            key={route.at === "table" ? route.tableId : "loose"}
            route={route}
            floor={floor.items}
            menuState={menuState}
            askSeats={settings.askSeats}
          />
        )}
      </main>
    </CardContext>
  )
}
