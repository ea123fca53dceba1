import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { ChoiceField } from "#core/ui/design/field.tsx"
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
            <AgentCommand hub={reachable(location.origin)} claim={claim} />
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
          <Copyable text={`"mqtt":${JSON.stringify(mqtt)}`} />
        </>
      )}
    </div>
  )
}

/** What `npm run agent` wants to know of one printer (devices/agent/agent-config.ts). */
const AgentCommand = ({ hub, claim }: { hub: string; claim: string }) => {
  const words = useWords(addingWords)
  const [port, setPort] = useState<keyof typeof ports>("usb")
  const quoted = port === "serial" ? `'${ports[port]}'` : ports[port]
  return (
    <>
      <ChoiceField
        label={words.plugged}
        value={port}
        choices={(["usb", "serial", "tcp"] as const).map((one) => ({
          value: one,
          label: words.ports[one],
        }))}
        onChange={({ target }) => setPort(target.value as keyof typeof ports)}
      />
      <p>{words.command}</p>
      <Copyable
        text={`HEARD_HUB=${hub} HEARD_CLAIM=${claim} HEARD_PRINTER=${quoted} npm run agent`}
      />
      <p className="quiet">{words.commandHint}</p>
    </>
  )
}

const ports = {
  usb: "usb:///dev/usb/lp0",
  serial: "serial:///dev/ttyUSB0?baud=19200",
  tcp: "tcp://192.168.1.50:9100",
} as const

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
