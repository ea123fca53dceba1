import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { QrCode } from "#core/ui/design/qr-code.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { addingWords } from "./adding-words.ts"
import type { FleetKind } from "./fleet-device.ts"
import { useReachable } from "./reachable.ts"

/** What the hub tells once, so that a machine can become a device. */
export interface WayInTold {
  readonly claim?: string
  readonly userCode?: string
  /** Seconds. */
  readonly expiresIn?: number
  readonly address?: string
  /** It has its new secret already. */
  readonly handedOver?: true
  readonly mqtt?: { readonly url: string; readonly username: string; readonly password: string }
}

/** How the machine gets in: to scan, to type or to copy. */
export const WayIn = ({ told, kind }: { told: WayInTold; kind: FleetKind }) => {
  const words = useWords(addingWords)
  const reachable = useReachable()
  const { claim, userCode, expiresIn = 0, address, handedOver, mqtt } = told
  return (
    <div className="stack" role="status">
      {claim !== undefined && (
        <>
          <h3>{words.claimReady}</h3>
          <p>{words.claimHint(Math.round(expiresIn / 60))}</p>
          {kind === "printerAgent" ? (
            <>
              <p>{words.command}</p>
              <Copyable
                text={`HEARD_HUB=${reachable(location.origin)} HEARD_CLAIM=${claim} npm run agent`}
              />
            </>
          ) : (
            <>
              <p className="fleet__big" translate="no">
                {userCode}
              </p>
              <p>{words.claimType}</p>
              <QrCode
                text={reachable(`${location.origin}/pair#claim=${claim}`)}
                label={words.qrClaim}
              />
            </>
          )}
        </>
      )}
      {address !== undefined && (
        <>
          <p>{words.address}</p>
          <Copyable text={reachable(address)} />
          <p className="quiet">{words.addressHint}</p>
        </>
      )}
      {handedOver && <p>{words.handedOver}</p>}
      {mqtt !== undefined && (
        <>
          <p>{words.mqtt}</p>
          <Copyable text={`${mqtt.url} ${mqtt.username} ${mqtt.password}`} />
        </>
      )}
    </div>
  )
}

/** Long and exact: nobody should have to type it. Without https browsers may not copy; then it is selected. */
export const Copyable = ({ text }: { text: string }) => {
  const words = useWords(addingWords)
  const [copied, setCopied] = useState(false)
  const copy = async (element: HTMLElement | null) => {
    if (navigator.clipboard !== undefined) {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } else if (element !== null) getSelection()?.selectAllChildren(element)
  }
  return (
    <div className="fleet__copy">
      <code translate="no">{text}</code>
      <Button
        icon={copied ? "check" : "list"}
        onClick={({ currentTarget }) =>
          void copy(currentTarget.previousElementSibling as HTMLElement | null)
        }
      >
        {copied ? words.copied : words.copy}
      </Button>
    </div>
  )
}
