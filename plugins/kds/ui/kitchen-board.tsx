import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from "react"
import type { Screen } from "#core/kitchen/menu.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { UndoBar } from "#core/ui/design/undo-bar.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { PrinterAlarms } from "#core/ui/shell/printer-alarms.tsx"
import { isSwitchedOff, SwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { UnshownAlarm } from "#core/ui/shell/unshown-alarm.tsx"
import { useWakeLock } from "#core/ui/wake-lock.ts"
import { AllDayPanel } from "./all-day-panel.tsx"
import { BoardGrid } from "./board-grid.tsx"
import { sightFirst } from "./in-sight.ts"
import { Legend } from "./keys/legend.tsx"
import { useBumpKeys } from "./keys/use-bump-keys.ts"
import { useKeyMap } from "./keys/use-key-map.ts"
import { useLegend } from "./keys/use-legend.ts"
import { KitchenBar, type Panel } from "./kitchen-bar.tsx"
import { KitchenPanel } from "./kitchen-panel.tsx"
import { RefusedRecall } from "./refused-recall.tsx"
import { boardOf, type Cell } from "./slots.ts"
import { CallStrip } from "./sounds/call-strip.tsx"
import { useSoundChoices } from "./sounds/use-sound-choices.ts"
import { nameOf } from "./ticket-card.tsx"
import { useCalls } from "./use-calls.ts"
import { useDeeds } from "./use-deeds.ts"
import { useMayCook } from "./use-may-cook.ts"
import { useScreenSettings } from "./use-screen-settings.ts"
import { useSettling } from "./use-settling.ts"
import { kitchenWords } from "./words.ts"
import "./kitchen-board.css"

/** A kitchen screen at work. */
export const KitchenBoard = ({
  screen,
  stationName,
  whenGone,
}: {
  screen: Screen
  stationName: (key: string) => string
  /** Stands here instead while the restaurant has no such screen: its last picture would look like work to do. */
  whenGone: ReactElement
}) => {
  const words = useWords(kitchenWords)
  const view = useView<TicketView>(`screen/${screen.id}`)
  const { tickets, cook, refusals, dismiss } = useDeeds(view.items)
  const [page, setPage] = useState(0)
  const [panel, setPanel] = useState<Panel>()
  const [allDay, setAllDay] = useState(false)
  const [highlight, setHighlight] = useState<string>()
  const [bumped, setBumped] = useState<TicketView>()
  const [recalled, setRecalled] = useState<TicketView>()
  const root = useRef<HTMLElement>(null)
  const settings = useScreenSettings()
  const [keys, setKeys] = useKeyMap(screen.id)
  const [legend, setLegend] = useLegend(screen.id)
  const [sounds, setSounds] = useSoundChoices(screen.id)
  const expo = screen.kind === "expo"
  const mayCook = useMayCook()
  useWakeLock()
  const { calling, call } = useCalls(view.items, view.known, expo, sounds, settings.repeatSound)

  const open = useMemo(() => tickets.filter(({ status }) => status !== "bumped"), [tickets])
  const board = useMemo(() => boardOf(open, screen.slots), [open, screen.slots])
  const shown = Math.min(page, board.pages.length - 1)
  const cells = board.pages[shown] ?? nothing
  const isSettling = useSettling(cells, shown)
  const [isMeant] = useState(sightFirst)

  const bump = useCallback(
    (ticket: TicketView) => {
      if (!mayCook) return
      cook.bump(ticket)
      setBumped(ticket)
    },
    [cook, mayCook],
  )
  const recall = (ticket: TicketView) => {
    cook.recall(ticket)
    setRecalled(ticket)
  }
  const undo = () => {
    if (bumped === undefined) return
    recall(bumped)
    setBumped(undefined)
  }
  const forgetBumped = useCallback(() => setBumped(undefined), [])
  useEffect(() => {
    // The ticket is back and says why: nothing is gone that could be taken back.
    if (bumped !== undefined && refusals.has(bumped.ticketId)) setBumped(undefined)
  }, [bumped, refusals])

  useBumpKeys(root, keys, {
    bumpPlace: (place) => {
      const cell = cells[place]
      if (cell?.kind !== "ticket" || cell.ticket.status === "held" || isSettling()) return
      if (isMeant(root.current, cell.ticket.ticketId)) bump(cell.ticket)
    },
    bumpTicket: (id) => withTicket(open, id, bump),
    startTicket: (id) => mayCook && withTicket(open, id, cook.start),
    // Without a bump to take back, the key still leads to where one can be found.
    undo: bumped === undefined ? () => setPanel("recall") : undo,
    recall: () => setPanel("recall"),
    allDay: () => setAllDay((on) => !on),
    legend: () => setLegend(!legend),
    nextPage: () => setPage(Math.min(board.pages.length - 1, shown + 1)),
    previousPage: () => setPage(Math.max(0, shown - 1)),
  })

  // A ticket that is on the board says it itself.
  const isOnBoard = open.some(({ ticketId }) => ticketId === recalled?.ticketId)
  const notRecalled =
    recalled === undefined || isOnBoard ? undefined : refusals.get(recalled.ticketId)
  if (isSwitchedOff(view)) return <SwitchedOff name={words.display} />
  if (view.problem?.code === "VIEW_UNKNOWN") return whenGone
  return (
    <main className="kitchen" ref={root} data-seq={view.seq}>
      <LiveBar />
      {screen.kind === "expo" && <UnshownAlarm stationName={stationName} />}
      <PrinterAlarms view="alarms" onNews={() => call("alarm")} />
      <KitchenBar
        screen={screen}
        open={open.length}
        allDay={allDay}
        onAllDay={() => setAllDay((on) => !on)}
        legend={legend}
        onLegend={() => setLegend(!legend)}
        onPanel={setPanel}
      />
      {view.problem !== undefined && (
        <p className="kitchen__problem" role="alert">
          {words.unknownScreen} ({view.problem.code}). <a href="/kds?choose">{words.otherScreen}</a>
        </p>
      )}
      {!mayCook && <p className="kitchen__reader">{words.readOnly}</p>}
      {recalled !== undefined && notRecalled !== undefined && (
        <RefusedRecall
          ticket={recalled}
          reason={notRecalled}
          onDismiss={() => dismiss(recalled.ticketId)}
        />
      )}
      <div
        className="kitchen__middle"
        onClickCapture={(tap) => {
          // A key has no place, and what it presses was in focus before.
          if (tap.detail > 0 && isSettling()) tap.stopPropagation()
        }}
      >
        {allDay && <AllDayPanel tickets={open} highlight={highlight} onHighlight={setHighlight} />}
        <BoardGrid
          board={board}
          page={shown}
          onPage={setPage}
          known={view.known}
          columns={settings.columns}
          keys={keys}
          card={{
            expo,
            stationName,
            soonPercent: settings.soonPercent,
            cook,
            mayCook,
            onBump: bump,
            onDismiss: dismiss,
            highlight: allDay ? highlight : undefined,
          }}
          refusals={refusals}
        />
        {legend && (
          <Legend map={keys} onTeach={() => setPanel("keys")} onHide={() => setLegend(false)} />
        )}
      </div>
      {bumped !== undefined && (
        <UndoBar
          key={`${bumped.ticketId}${bumped.rev}`}
          text={words.bumped(nameOf(bumped, words.table))}
          forMs={settings.undoSeconds * 1000}
          onUndo={undo}
          onExpire={forgetBumped}
        />
      )}
      {panel !== undefined && (
        <KitchenPanel
          panel={panel}
          tickets={tickets}
          keys={keys}
          onKeys={setKeys}
          sounds={sounds}
          repeats={settings.repeatSound}
          onSounds={setSounds}
          onRecall={mayCook ? recall : undefined}
          onPanel={setPanel}
          onClose={() => setPanel(undefined)}
        />
      )}
      <CallStrip calling={calling} />
    </main>
  )
}

const withTicket = (
  tickets: ReadonlyArray<TicketView>,
  id: string,
  run: (ticket: TicketView) => void,
): void => {
  const ticket = tickets.find(({ ticketId }) => ticketId === id)
  if (ticket !== undefined && ticket.status !== "held") run(ticket)
}

const nothing: ReadonlyArray<Cell> = []
