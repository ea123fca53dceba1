import { useEffect, useMemo, useRef } from "react"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { isSwitchedOff, SwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { play } from "#core/ui/sound.ts"
import { clockTime } from "#core/ui/span.ts"
import { useWakeLock } from "#core/ui/wake-lock.ts"
import { type BoardOrder, columnsOf } from "./board-columns.ts"
import "./board-page.css"

/** For guests: which numbers are being prepared and which can be collected. Nothing on it needs a touch. */
const BoardPage = () => {
  const words = useWords(dictionary)
  const view = useView<BoardOrder>("board/main")
  const { preparing, ready } = useMemo(() => columnsOf(view.items), [view.items])
  useWakeLock()
  useReadyChime(view.known, ready)
  if (isSwitchedOff(view)) return <SwitchedOff name={words.page} />
  return (
    <main className="order-board">
      <LiveBar />
      <div className="order-board__columns">
        <Column title={words.preparing} state="preparing" orders={preparing} />
        <Column title={words.ready} state="ready" orders={ready} />
      </div>
      <footer className="order-board__foot">
        <span>{words.hint}</span>
        <Clock />
      </footer>
    </main>
  )
}

export default BoardPage

const Column = ({
  title,
  state,
  orders,
}: {
  title: string
  state: BoardOrder["state"]
  orders: ReadonlyArray<Entry>
}) => (
  <section className="order-board__column" data-state={state} aria-label={title}>
    <h1>{title}</h1>
    <ul data-size={sizeOf(orders.length)} aria-live={state === "ready" ? "polite" : "off"}>
      {orders.map((order) => (
        <Called key={order.id} order={order} />
      ))}
    </ul>
  </section>
)

type Entry = BoardOrder & { readonly id: string }

const Called = ({ order }: { order: Entry }) => {
  const words = useWords(dictionary)
  const now = useNow(5000)
  const fresh = order.state === "ready" && now - Date.parse(order.since) < freshMs
  return (
    <li data-fresh={fresh}>
      <b>{order.number}</b>
      {order.label !== undefined && order.label !== "" && (
        <span dir="auto">{order.type === "dineIn" ? words.table(order.label) : order.label}</span>
      )}
      {fresh && <em>{words.fresh}</em>}
    </li>
  )
}

const Clock = () => {
  const language = useLanguage()
  return <time>{clockTime(useNow(1000), language)}</time>
}

const useReadyChime = (known: boolean, ready: ReadonlyArray<Entry>): void => {
  const before = useRef<ReadonlySet<string>>(undefined)
  useEffect(() => {
    if (!known) return
    const now = new Set(ready.map(({ id }) => id))
    if (before.current !== undefined && [...now].some((id) => !before.current?.has(id)))
      play("ready")
    before.current = now
  }, [known, ready])
}

/** How long a number that has just become ready stands out. */
const freshMs = 60_000

/** The more numbers, the smaller: all must be on the wall at once, nobody scrolls there. */
const sizeOf = (count: number): "huge" | "large" | "medium" | "small" =>
  count <= 6 ? "huge" : count <= 12 ? "large" : count <= 24 ? "medium" : "small"

const dictionary = {
  en: {
    page: "The order board",
    preparing: "Preparing",
    ready: "Ready",
    fresh: "New",
    table: (name: string) => `Table ${name}`,
    hint: "Please collect your order when its number is on the right.",
  },
  fr: {
    page: "Le tableau des commandes",
    preparing: "En préparation",
    ready: "Prêt",
    fresh: "Nouveau",
    table: (name: string) => `Table ${name}`,
    hint: "Retirez votre commande quand son numéro est à droite.",
  },
}
