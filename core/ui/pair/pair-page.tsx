import { useEffect, useState } from "react"
import { BoxPage } from "#core/ui/design/box-page.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { DeviceWayIn } from "#core/ui/session/paired-device.ts"
import { Arrival } from "./arrival.tsx"
import { ClaimForm } from "./claim-form.tsx"
import { KindChoice } from "./kind-choice.tsx"
import { pairWords } from "./pair-words.ts"
import { Refused } from "./refused.tsx"
import { ShownCode } from "./shown-code.tsx"
import { takeFromAddress } from "./taken-address.ts"
import { usePairing } from "./use-pairing.ts"
import "./pair.css"

/** A browser that belongs to nobody becomes a device of a restaurant. */
const PairPage = () => {
  const [address] = useState(takeFromAddress)
  const code = address?.kind === "code" ? address.code : undefined
  // A manager scanned what a device shows: approving is done in the back office, signed in.
  useEffect(() => {
    if (code !== undefined) location.replace(`/admin/devices?code=${encodeURIComponent(code)}`)
  }, [code])
  if (code !== undefined) return null
  return (
    <BoxPage wide>
      <Steps claim={address?.claim} />
    </BoxPage>
  )
}

export default PairPage

const Steps = ({ claim }: { claim: string | undefined }) => {
  const words = useWords(pairWords)
  const { pairing, ask, begin, again } = usePairing()
  const [claiming, setClaiming] = useState(claim !== undefined)
  const [claimed, setClaimed] = useState<DeviceWayIn>()
  if (claimed !== undefined) return <Arrival wayIn={claimed} kind={undefined} />
  if (claiming)
    return <ClaimForm claim={claim} onDone={setClaimed} onBack={() => setClaiming(false)} />
  switch (pairing.step) {
    case "choosing":
      return <KindChoice onChoose={begin} onClaim={() => setClaiming(true)} />
    case "asking":
      return (
        <section className="box" aria-live="polite">
          <h1>{words.asking}</h1>
          {pairing.trouble !== undefined && <p role="alert">{words.trouble[pairing.trouble]}</p>}
          <Button onClick={again}>{words.back}</Button>
        </section>
      )
    case "waiting":
      return (
        <ShownCode
          // Its time begins with the code.
          key={pairing.code.userCode}
          code={pairing.code}
          trouble={pairing.trouble}
          onBack={again}
        />
      )
    case "over":
      return <Refused why={pairing.why} onAgain={again} />
    case "arrived":
      return <Arrival wayIn={pairing.wayIn} kind={ask?.kind} />
  }
}
