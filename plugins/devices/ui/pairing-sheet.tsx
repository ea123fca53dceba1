import { type FormEvent, useState } from "react"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import type { FleetKind } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import { PlaceFields, placeOf } from "./place-fields.tsx"

interface Pairing {
  readonly userCode: string
  readonly way: "pairing" | "claim" | "ticket"
  readonly kind: FleetKind
  readonly name?: string
  readonly address?: string
  readonly hardwareId?: string
  readonly askedAt: string
}

/** What asks under a code: a manager looks at it, gives it a name and a place, and lets it in or turns it away. */
export const PairingSheet = ({ code, onClose }: { code: string; onClose: () => void }) => {
  const words = useWords(fleetWords)
  const path = `/plugins/devices/pairings/${encodeURIComponent(code)}`
  const { value, problem } = useAsked<Pairing>(path)
  const [ended, setEnded] = useState<string>()
  return (
    <Sheet title={words.approveTitle} onClose={onClose}>
      {ended === undefined ? (
        <div className="stack">
          <Failure failure={value === undefined ? problem : undefined} />
          {value !== undefined && <Judge pairing={value} path={path} onEnd={setEnded} />}
        </div>
      ) : (
        <div className="stack">
          <Notice tone="ok" live>
            {ended}
          </Notice>
          <Button kind="primary" onClick={onClose}>
            {words.close}
          </Button>
        </div>
      )}
    </Sheet>
  )
}

const Judge = ({
  pairing,
  path,
  onEnd,
}: {
  pairing: Pairing
  path: string
  onEnd: (said: string) => void
}) => {
  const words = useWords(fleetWords)
  const clock = useClock()
  const api = useApi()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error>()
  const run = async (deed: "approve" | "deny", body: object | undefined, said: string) => {
    setBusy(true)
    setFailure(undefined)
    try {
      await api.send("POST", `${path}/${deed}`, body)
      onEnd(said)
    } catch (reason) {
      setFailure(reason as Error)
      setBusy(false)
    }
  }
  const approve = (event: FormEvent<HTMLFormElement>) => {
    const place = placeOf(event.currentTarget)
    return run("approve", place, words.approved(isolated(place["name"] ?? "")))
  }
  const facts: ReadonlyArray<readonly [string, string | undefined]> = [
    [words.asksAs, words.kinds[pairing.kind]],
    [words.callsItself, pairing.name],
    [words.from, pairing.address],
    [words.machine, pairing.hardwareId],
  ]
  return (
    <Form onSubmit={approve}>
      <p className="fleet__big" translate="no">
        {pairing.userCode}
      </p>
      <p>
        {words.way[pairing.way]} <span className="quiet">{clock.full(pairing.askedAt)}</span>
      </p>
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
      <Notice tone="warn">{words.sure}</Notice>
      <PlaceFields kind={pairing.kind} name={pairing.name ?? ""} failure={failure} />
      <Failure failure={failure} />
      <div className="row">
        <Button kind="primary" icon="check" type="submit" disabled={busy}>
          {words.approve}
        </Button>
        <Button
          kind="danger"
          icon="close"
          disabled={busy}
          onClick={() => run("deny", undefined, words.denied)}
        >
          {words.deny}
        </Button>
      </div>
    </Form>
  )
}
