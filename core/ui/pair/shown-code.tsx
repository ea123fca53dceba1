import { useEffect, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { QrCode } from "#core/ui/design/qr-code.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { span } from "#core/ui/span.ts"
import { pairWords } from "./pair-words.ts"
import type { PairingCode, Trouble } from "./pairing.ts"

/** Big enough to be read across a kitchen, and as a QR code for the manager's phone. */
export const ShownCode = ({
  code,
  trouble,
  onBack,
}: {
  code: PairingCode
  trouble: Trouble | undefined
  onBack: () => void
}) => {
  const words = useWords(pairWords)
  return (
    <section className="box">
      <h1>{words.showTitle}</h1>
      <div className="pair__show">
        <QrCode text={code.verificationUri} label={words.qr(code.userCode)} />
        <div>
          <p className="pair__code" translate="no">
            {code.userCode}
          </p>
          <p>{words.scan}</p>
          <TimeLeft seconds={code.expiresIn} />
        </div>
      </div>
      <div role="status">
        {trouble === undefined ? (
          <p className="pair__waiting">{words.waiting}</p>
        ) : (
          <Notice tone="warn" icon={trouble === "offline" ? "offline" : "clock"}>
            {words.trouble[trouble]}
          </Notice>
        )}
      </div>
      <Button icon="back" onClick={onBack}>
        {words.back}
      </Button>
    </section>
  )
}

/** By this device's own clock: how long since the code came, not what time it is. */
const TimeLeft = ({ seconds }: { seconds: number }) => {
  const words = useWords(pairWords)
  const [endsAt] = useState(() => performance.now() + seconds * 1000)
  const [left, setLeft] = useState(seconds * 1000)
  useEffect(() => {
    const timer = setInterval(() => setLeft(endsAt - performance.now()), 1000)
    return () => clearInterval(timer)
  }, [endsAt])
  // A clock is for the eye: read aloud every second it would be noise.
  return (
    <p className="pair__left" role="timer" aria-live="off">
      {left > 0 ? words.left(span(left)) : words.renewing}
    </p>
  )
}
