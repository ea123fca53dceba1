import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import type { FleetDevice } from "./fleet-device.ts"
import { fleetWords } from "./fleet-words.ts"
import type { WayInTold } from "./way-in.tsx"

export type DeviceDeed = "suspend" | "resume" | "revoke" | "rotate" | "replace"

/** Says what will happen, then does it. What cannot be undone is red; letting a device work again needs no warning. */
export const AskFirst = ({
  device: { deviceId },
  deed,
  onCancel,
  onDone,
}: {
  device: FleetDevice
  deed: DeviceDeed
  onCancel: () => void
  /** With what the hub told once, if it did. */
  onDone: (told: WayInTold | undefined) => void
}) => {
  const words = useWords(fleetWords)
  const api = useApi()
  const [userCode, setUserCode] = useState("")
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Error>()
  const run = async () => {
    setBusy(true)
    setFailure(undefined)
    try {
      const body = deed === "replace" && userCode.trim() !== "" ? { userCode } : undefined
      const answer = await api.send<WayInTold>(
        "POST",
        `/plugins/devices/devices/${deviceId}/${deed}`,
        body,
      )
      const tells = deed === "rotate" || (deed === "replace" && body === undefined)
      onDone(tells ? answer : undefined)
    } catch (reason) {
      setFailure(reason as Error)
      setBusy(false)
    }
  }
  const [title, hint] = deed === "resume" ? [words.deeds.resume, ""] : words.asks[deed]
  return (
    <Notice tone="warn" live>
      <strong>{title}</strong>
      {hint !== "" && <span>{hint}</span>}
      {deed === "replace" && (
        <TextField
          label={words.replaceCode}
          value={userCode}
          maxLength={16}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          onChange={({ target }) => setUserCode(target.value)}
        />
      )}
      <Failure failure={failure} />
      <span className="row">
        <Button kind={deed === "revoke" ? "danger" : "primary"} disabled={busy} onClick={run}>
          {words.deeds[deed]}
        </Button>
        <Button onClick={onCancel}>{words.cancel}</Button>
      </span>
    </Notice>
  )
}
