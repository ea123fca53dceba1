import { Button } from "#core/ui/design/button.tsx"
import { Chip, type Tone } from "#core/ui/design/chip.tsx"
import type { IconName } from "#core/ui/design/icon.tsx"
import type { Faults } from "#devices/simulators/faults.ts"
import type { PrinterPicture } from "#devices/simulators/printers-picture.ts"
import { PaperFeed } from "./paper-feed.tsx"
import { usePrinterWords } from "./printer-words.ts"
import "./printer-machine.css"

/** One printer: its paper, its front with state and mouth, and what one can do to it. */
export const PrinterMachine = ({
  printer,
  paperUrl,
  apply,
}: {
  printer: PrinterPicture
  paperUrl: (id: string, n: number, bytes: number) => string
  apply: (id: string, faults: Faults) => void
}) => {
  const words = usePrinterWords()
  const { tone, icon, text } = useMachineState(printer)
  const change = (faults: Faults) => apply(printer.id, faults)
  const pace = paceOf(printer)
  const slow = printer.bytesPerSecond !== null && printer.bytesPerSecond < pace.full
  const endsSoon = printer.paperOutAfterBytes !== null && printer.paper !== "out"
  return (
    <article className="machine" aria-labelledby={`name-${printer.id}`}>
      <PaperFeed printer={printer} paperUrl={paperUrl} />
      <div className={`machine__front machine__front--${tone}`}>
        <div className="machine__mouth" />
        <div className="machine__plate">
          <h2 id={`name-${printer.id}`} className="machine__name" dir="auto">
            {printer.name}
          </h2>
          <span className="machine__columns">{words.columns(printer.columns)}</span>
          <span className="machine__way">{words.ways[printer.driver]}</span>
        </div>
        <div className="machine__state" role="status">
          <Chip tone={tone} icon={icon}>
            {text}
          </Chip>
          {slow && printer.power === "on" && (
            <Chip tone="plain" icon="clock">
              {words.slow}
            </Chip>
          )}
          {endsSoon && (
            <Chip tone="plain" icon="alert">
              {words.endsMidTicket}
            </Chip>
          )}
          {printer.connected && !printer.hubOnline && (
            <Chip tone="warn" icon="offline">
              {words.hubAway}
            </Chip>
          )}
        </div>
      </div>
      <fieldset className="machine__faults">
        <legend className="only-read">{words.faultsOf(printer.name)}</legend>
        <Button
          aria-pressed={printer.paper === "out"}
          icon="remove"
          onClick={() => change({ paper: printer.paper === "out" ? "ok" : "out" })}
        >
          {words.paperOut}
        </Button>
        <Button
          aria-pressed={printer.coverOpen}
          icon="alert"
          onClick={() => change({ cover: !printer.coverOpen })}
        >
          {words.coverOpen}
        </Button>
        <Button
          aria-pressed={printer.power === "cut"}
          icon="bolt"
          onClick={() => change({ power: printer.power === "cut" ? "on" : "cut" })}
        >
          {words.noPower}
        </Button>
        <Button
          aria-pressed={slow}
          icon="clock"
          onClick={() => change({ bytesPerSecond: slow ? pace.full : pace.slow })}
        >
          {words.slow}
        </Button>
        {printer.network !== undefined && (
          <Button
            aria-pressed={printer.network === "out"}
            icon="offline"
            onClick={() => change({ network: printer.network === "out" ? "on" : "out" })}
          >
            {words.noNetwork}
          </Button>
        )}
        <Button
          className={printer.network === undefined ? "machine__wide" : ""}
          aria-pressed={endsSoon}
          icon="close"
          onClick={() => change({ paperOutAfterBytes: endsSoon ? null : pace.midTicket })}
        >
          {words.endMidTicket}
        </Button>
      </fieldset>
    </article>
  )
}

/** Bytes per second, and bytes that are less than the shortest ticket. XML says the same in four times as many. */
const plainPace = { full: 4000, slow: 120, midTicket: 200 }
const xmlPace = { full: 16_000, slow: 480, midTicket: 800 }
const paceOf = ({ driver }: PrinterPicture) => (driver === "epson" ? xmlPace : plainPace)

const useMachineState = (
  printer: PrinterPicture,
): { readonly tone: Tone; readonly icon: IconName; readonly text: string } => {
  const words = usePrinterWords()
  const newest = printer.papers[0]
  const busy = newest !== undefined && !newest.complete && !newest.torn
  const stopped = busy ? ` · ${words.waiting}` : ""
  if (printer.power === "cut") return { tone: "strong", icon: "bolt", text: words.noPower }
  if (printer.coverOpen) return { tone: "late", icon: "alert", text: words.coverOpen + stopped }
  if (printer.paper === "out")
    return { tone: "late", icon: "alert", text: words.paperOut + stopped }
  if (printer.network === "out") return { tone: "late", icon: "offline", text: words.noNetwork }
  if (!printer.connected) return { tone: "warn", icon: "offline", text: words.starting }
  if (busy) return { tone: "accent", icon: "printer", text: words.printing }
  if (printer.paper === "low") return { tone: "warn", icon: "alert", text: words.paperLow }
  return { tone: "ok", icon: "check", text: words.ready }
}
