import { Bar } from "#core/ui/design/bar.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { PrinterMachine } from "./printer-machine.tsx"
import { usePrinterWords } from "./printer-words.ts"
import { usePrinters } from "./use-printers.ts"
import "./virtual-printers-page.css"

/** The demo's kitchen printers side by side: what they print as they print it, and the faults one can play on them. */
const VirtualPrintersPage = () => {
  const words = usePrinterWords()
  const { state, printers, apply, paperUrl } = usePrinters()
  return (
    <>
      <Bar title={words.title}>
        <span role="status">
          {state === "live" && (
            <Chip tone="ok" icon="online">
              {words.live}
            </Chip>
          )}
        </span>
      </Bar>
      {state === "silent" && (
        <p className="printers-silent" role="alert">
          <Icon name="offline" /> {words.silent}
        </p>
      )}
      {printers.length > 0 ? (
        <main className="printers">
          {printers.map((printer) => (
            <PrinterMachine key={printer.id} printer={printer} paperUrl={paperUrl} apply={apply} />
          ))}
        </main>
      ) : (
        <main className="printers-none">
          <Icon name="printer" size={48} />
          <p>{state === "none" ? words.none : words.searching}</p>
          {state === "none" && <p className="printers-none__hint">{words.noneHint}</p>}
        </main>
      )}
    </>
  )
}

export default VirtualPrintersPage
