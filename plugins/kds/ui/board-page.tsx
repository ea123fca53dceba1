import { useEffect, useMemo, useRef } from "react"
import { LiveBar } from "#core/ui/design/live-bar.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useView } from "#core/ui/hub/use-view.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { isSwitchedOff, SwitchedOff } from "#core/ui/shell/switched-off.tsx"
import { play } from "#core/ui/sound.ts"
import { clockTime } from "#core/ui/span.ts"
import { useWakeLock } from "#core/ui/wake-lock.ts"
import { type BoardEntry, type BoardOrder, columnsOf } from "./board-columns.ts"
import { boardWords } from "./board-words.ts"
import { CalledNumbers } from "./called-numbers.tsx"
import "./board-page.css"

/** For guests: which numbers are being prepared and which can be collected. Nothing on it needs a touch. */
const BoardPage = () => {
  const words = useWords(boardWords)
  const view = useView<BoardOrder>("board/main")
  const { preparing, ready } = useMemo(() => columnsOf(view.items), [view.items])
  useWakeLock()
  useReadyChime(view.known, ready)
  if (isSwitchedOff(view)) return <SwitchedOff name={words.board} />
  return (
    <main className="order-board">
      <LiveBar />
      <div className="order-board__columns">
        <CalledNumbers title={words.preparing} state="preparing" orders={preparing} />
        <CalledNumbers title={words.ready} state="ready" orders={ready} />
      </div>
      <footer className="order-board__foot">
        <span>{words.hint}</span>
        <Clock />
      </footer>
    </main>
  )
}

export default BoardPage

const Clock = () => {
  const language = useLanguage()
  return <time>{clockTime(useNow(1000), language)}</time>
}

const useReadyChime = (known: boolean, ready: ReadonlyArray<BoardEntry>): void => {
  const before = useRef<ReadonlySet<string>>(undefined)
  useEffect(() => {
    if (!known) return
    const now = new Set(ready.map(({ id }) => id))
    if (before.current !== undefined && [...now].some((id) => !before.current?.has(id)))
      play("ready")
    before.current = now
  }, [known, ready])
}
