import { type FormEvent, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { DeviceWayIn } from "#core/ui/session/paired-device.ts"
import { pairWords } from "./pair-words.ts"
import { sentenceOf } from "./refused.tsx"
import { outcomeOf } from "./use-pairing.ts"

/** The other way round: a manager made a code for this device, to type or as an address that was scanned. */
export const ClaimForm = ({
  claim,
  onDone,
  onBack,
}: {
  /** Out of the address. */
  claim: string | undefined
  onDone: (wayIn: DeviceWayIn) => void
  onBack: () => void
}) => {
  const words = useWords(pairWords)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get("claim") ?? "").trim()
    setBusy(true)
    setProblem(undefined)
    const outcome = await outcomeOf<DeviceWayIn>("/devices/claim", { claim: claim ?? typed })
    setBusy(false)
    if (outcome === "unreachable") setProblem(words.trouble.offline)
    else if ("refusal" in outcome)
      setProblem(sentenceOf({ kind: "refused", ...outcome.refusal }, words).join(" "))
    else if (outcome.answer.mqtt !== undefined) setProblem(words.agent)
    else onDone(outcome.answer)
  }
  return (
    <form className="box" onSubmit={send}>
      <h1>{claim === undefined ? words.codeTitle : words.claimTitle}</h1>
      {claim === undefined ? (
        <TextField
          label={words.codeLabel}
          hint={words.codeHint}
          name="claim"
          className="pair__typed"
          required
          minLength={8}
          maxLength={128}
          autoFocus
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      ) : (
        <p>{words.claimHint}</p>
      )}
      {problem !== undefined && (
        <Notice tone="bad" live>
          {problem}
        </Notice>
      )}
      <div className="pair__row">
        <Button kind="primary" large type="submit" icon="check" disabled={busy}>
          {words.become}
        </Button>
        <Button icon="back" onClick={onBack}>
          {words.back}
        </Button>
      </div>
    </form>
  )
}
