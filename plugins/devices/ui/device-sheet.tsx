import { useState } from "react"
import { OfficeLink } from "#core/ui/admin/office-route.tsx"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { span } from "#core/ui/span.ts"
import { AskFirst, type DeviceDeed } from "./ask-first.tsx"
import { ChangeDevice } from "./change-device.tsx"
import { Faults, State } from "./device-row.tsx"
import type { DrivenPrinter, FleetDevice } from "./fleet-device.ts"
import { type FleetWords, fleetWords } from "./fleet-words.ts"
import { usePlaces } from "./places.ts"
import { WayIn, type WayInTold } from "./way-in.tsx"

/** One device in full, and what can be done with it; each deed is explained before it is done. */
export const DeviceSheet = ({
  device,
  printer,
  onClose,
}: {
  device: FleetDevice
  printer: DrivenPrinter | undefined
  onClose: () => void
}) => {
  const words = useWords(fleetWords)
  const may = useMay()
  const clock = useClock()
  const places = usePlaces()
  const [asking, setAsking] = useState<DeviceDeed>()
  const [changing, setChanging] = useState(false)
  const [told, setTold] = useState<WayInTold>()
  const name = device.name ?? words.unnamed
  const facts: ReadonlyArray<readonly [string, string | undefined]> = [
    [
      words.facts.kind,
      printer?.driver === "network" ? words.dialled : device.kind && words.kinds[device.kind],
    ],
    [words.facts.connected, device.since && clock.full(device.since)],
    [words.facts.lastSeen, device.lastSeenAt && clock.full(device.lastSeenAt)],
    [words.facts.station, places.station(device.station)],
    [words.facts.screen, places.screen(device.screenId)],
    [words.facts.printer, printer?.name ?? places.printer(device.printerId)],
    [words.facts.role, device.role],
    [words.facts.version, device.version],
    [words.facts.model, device.model],
    [words.facts.clock, clockFact(device.clockSkewMs, words)],
    [words.facts.signal, device.signalDbm === undefined ? undefined : `${device.signalDbm} dBm`],
    [words.facts.waiting, device.printer && String(device.printer.waiting)],
    [words.facts.id, device.deviceId],
  ]
  return (
    <Sheet title={name} onClose={onClose}>
      <div className="stack">
        <State device={device} />
        <Faults device={device} name={name} printer={printer} />
        {told !== undefined && device.kind !== undefined ? (
          <WayIn told={told} kind={device.kind} />
        ) : changing && device.kind !== undefined ? (
          <ChangeDevice device={device} kind={device.kind} onDone={() => setChanging(false)} />
        ) : asking !== undefined ? (
          <AskFirst
            device={device}
            deed={asking}
            onCancel={() => setAsking(undefined)}
            onDone={(answer) => {
              setAsking(undefined)
              setTold(answer)
            }}
          />
        ) : (
          <>
            <dl className="facts">
              {facts.map(
                ([label, value]) =>
                  value !== undefined && (
                    <div key={label} className="facts__pair">
                      <dt>{label}</dt>
                      <dd dir="auto">{value}</dd>
                    </div>
                  ),
              )}
            </dl>
            {printer?.driver === "network" ? (
              <p className="quiet">
                <OfficeLink href="/admin/printers">{words.atPrinters}</OfficeLink>
              </p>
            ) : may("devices.manage") ? (
              <div className="row">
                {may("devices.write") && isChangeable(device) && (
                  <Button onClick={() => setChanging(true)}>{words.change}</Button>
                )}
                {deedsFor(device).map((deed) => (
                  <Button
                    key={deed}
                    kind={deed === "revoke" ? "danger" : "plain"}
                    onClick={() => setAsking(deed)}
                  >
                    {words.deeds[deed]}
                  </Button>
                ))}
              </div>
            ) : (
              <p className="quiet">{words.mayNot}</p>
            )}
          </>
        )}
      </div>
    </Sheet>
  )
}

/** It was written down, and is not out for good. */
const isChangeable = ({ status, kind, name }: FleetDevice): boolean =>
  status !== "revoked" && kind !== undefined && name !== undefined

/** What the hub would not refuse. */
const deedsFor = ({ status, kind }: FleetDevice): ReadonlyArray<DeviceDeed> => {
  if (status === "revoked") return []
  const others: ReadonlyArray<DeviceDeed> = kind === undefined ? [] : ["replace", "rotate"]
  return [...others, status === "suspended" ? "resume" : "suspend", "revoke"]
}

const clockFact = (skewMs: number | undefined, words: FleetWords): string | undefined =>
  skewMs === undefined
    ? undefined
    : Math.abs(skewMs) < 1000
      ? words.clockGood
      : words.clockOff(span(Math.abs(skewMs)), skewMs > 0)
