import { type FormEvent, useState } from "react"
import { OfficeLink } from "#core/ui/admin/office-route.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { ChoiceField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { QrCode } from "#core/ui/design/qr-code.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { type AddWay, addingWords, addWays } from "./adding-words.ts"
import type { FleetKind } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import { PlaceFields, placeOf } from "./place-fields.tsx"
import { useReachable } from "./reachable.ts"
import { Copyable, WayIn, type WayInTold } from "./way-in.tsx"

/** What comes next depends on what it is: it shows a code, it brings one, or it is set to an address. */
export const AddDevice = ({ onClose }: { onClose: () => void }) => {
  const words = useWords(addingWords)
  const [way, setWay] = useState<AddWay>()
  const pairAt = useReachable()(`${location.origin}/pair`)
  return (
    <Sheet title={way === undefined ? words.addTitle : words.addKinds[way][0]} onClose={onClose}>
      {way === undefined && (
        <ul className="fleet__ways">
          {addWays.map((one) => {
            const [title, hint] = words.addKinds[one]
            return (
              <li key={one}>
                <button type="button" onClick={() => setWay(one)}>
                  <Icon name={icons[one]} size={28} />
                  <span>
                    <b>{title}</b>
                    {hint}
                  </span>
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {way === "tablet" && (
        <div className="stack">
          <p>{words.openThere}</p>
          <Copyable text={pairAt} />
          <QrCode text={pairAt} label={words.qrPair} />
        </div>
      )}
      {way === "network" && (
        <div className="stack">
          <p>{words.networkHint}</p>
          <OfficeLink className="button button--primary" href="/admin/printers?new=network">
            {words.toPrinters}
          </OfficeLink>
        </div>
      )}
      {(way === "claim" || way === "printerAgent" || way === "cloudprnt" || way === "epson") && (
        <NewWayIn first={way === "claim" ? "kds" : way} />
      )}
    </Sheet>
  )
}

const icons: Readonly<Record<AddWay, IconName>> = {
  tablet: "screen",
  claim: "key",
  printerAgent: "plug",
  cloudprnt: "printer",
  epson: "printer",
  network: "printer",
}

/** Makes the device and tells its way in, once. */
const NewWayIn = ({ first }: { first: FleetKind }) => {
  const words = useWords(addingWords)
  const { kinds } = useWords(fleetWords)
  const api = useApi()
  const [kind, setKind] = useState(first)
  const [told, setTold] = useState<WayInTold>()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error>()
  if (told !== undefined) return <WayIn told={told} kind={kind} />
  const make = async (event: FormEvent<HTMLFormElement>) => {
    const body = { ...placeOf(event.currentTarget), kind }
    setBusy(true)
    setFailure(undefined)
    try {
      const where = kind === "cloudprnt" || kind === "epson" ? "addresses" : "claims"
      setTold(await api.send<WayInTold>("POST", `/plugins/devices/${where}`, body))
    } catch (reason) {
      setFailure(reason as Error)
      setBusy(false)
    }
  }
  return (
    <Form onSubmit={make}>
      {first === "kds" && (
        <ChoiceField
          label={words.which}
          value={kind}
          choices={(["kds", "handheld", "board"] as const).map((one) => ({
            value: one,
            label: kinds[one],
          }))}
          onChange={({ target }) => setKind(target.value as FleetKind)}
        />
      )}
      <PlaceFields kind={kind} name="" failure={failure} />
      <Failure failure={failure} />
      <Button kind="primary" type="submit" disabled={busy}>
        {words.make}
      </Button>
    </Form>
  )
}
