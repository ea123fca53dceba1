import { useCallback, useEffect, useState } from "react"
import { callApi } from "#core/ui/session/api.ts"
import type { Faults } from "#devices/simulators/faults.ts"
import type { PrinterPicture, PrintersPicture } from "#devices/simulators/printers-picture.ts"

export interface Printers {
  /** `searching` also while the first answer is awaited; `none`: this hub runs without virtual printers. */
  readonly state: "searching" | "none" | "live" | "silent"
  readonly printers: ReadonlyArray<PrinterPicture>
  readonly apply: (id: string, faults: Faults) => void
  readonly paperUrl: (id: string, n: number, bytes: number) => string
}

/** The virtual printers of this hub's demo, live. After a break it finds them again by itself. */
export const usePrinters = (): Printers => {
  const [state, setState] = useState<Printers["state"]>("searching")
  const [server, setServer] = useState<string>()
  const [printers, setPrinters] = useState<ReadonlyArray<PrinterPicture>>([])

  useEffect(() => {
    let over = false
    let again: number | undefined
    const ask = () => {
      callApi<{ readonly virtualPrinters?: { readonly port: number } }>("/system/info").then(
        ({ virtualPrinters }) => {
          if (over) return
          if (virtualPrinters === undefined) setState("none")
          else setServer(`http://${location.hostname}:${virtualPrinters.port}`)
        },
        () => {
          if (over) return
          setState("silent")
          again = window.setTimeout(ask, 3000)
        },
      )
    }
    ask()
    return () => {
      over = true
      window.clearTimeout(again)
    }
  }, [])

  useEffect(() => {
    if (server === undefined) return
    const events = new EventSource(`${server}/events`)
    events.onmessage = ({ data }) => {
      const picture: PrintersPicture = JSON.parse(data)
      setState("live")
      setPrinters(picture.printers)
    }
    events.onerror = () => setState("silent")
    return () => events.close()
  }, [server])

  const apply = useCallback(
    (id: string, faults: Faults) => {
      if (server === undefined) return
      fetch(`${server}/printers/${encodeURIComponent(id)}/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(faults),
        signal: AbortSignal.timeout(10_000),
      }).then(
        (answer) => answer.ok || setState("silent"),
        () => setState("silent"),
      )
    },
    [server],
  )
  const paperUrl = useCallback(
    (id: string, n: number, bytes: number) =>
      `${server}/printers/${encodeURIComponent(id)}/papers/${n}.png?bytes=${bytes}`,
    [server],
  )
  return { state, printers, apply, paperUrl }
}
