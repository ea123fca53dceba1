import { useEffect, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { ApiRefusal, callApi } from "#core/ui/session/api.ts"
import { becomeDevice, type DeviceWayIn, keepWayIn } from "#core/ui/session/paired-device.ts"
import { pairWords } from "./pair-words.ts"
import { type PairKind, pairKinds } from "./pairing.ts"

interface OwnPlace {
  readonly kind: string
  readonly name: string
  readonly screenId?: string
}

/**
 * Approved: this browser keeps its tokens, asks what it was meant for, and goes there.
 *
 * @param kind as somebody chose on this device; undefined: a manager chose
 */
export const Arrival = ({ wayIn, kind }: { wayIn: DeviceWayIn; kind: PairKind | undefined }) => {
  const words = useWords(pairWords)
  const [unknown, setUnknown] = useState(false)
  useEffect(() => {
    keepWayIn(wayIn)
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      try {
        const headers = { authorization: `Bearer ${wayIn.accessToken}` }
        const place = await callApi<OwnPlace>("/plugins/devices/self", { headers })
        const own = pairKinds.find((one) => one === place.kind) ?? kind
        if (own === undefined) setUnknown(true)
        else goTo(own, wayIn.deviceId, place.screenId)
      } catch (problem) {
        // Its role may not let it ask; then whoever stands here knows.
        if (!(problem instanceof ApiRefusal) || problem.status >= 500)
          timer = setTimeout(look, lookAgainMs)
        else if (kind === undefined) setUnknown(true)
        else goTo(kind, wayIn.deviceId, undefined)
      }
    }
    void look()
    return () => clearTimeout(timer)
  }, [wayIn, kind])
  return (
    <section className="box" role="status">
      <h1>{unknown ? words.whichPage : words.almost}</h1>
      {unknown && (
        <div className="pair__row">
          {pairKinds.map((one) => (
            <Button key={one} large onClick={() => goTo(one, wayIn.deviceId, undefined)}>
              {words.kinds[one][0]}
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}

const lookAgainMs = 3000

const goTo = (kind: PairKind, deviceId: string, screenId: string | undefined): void => {
  becomeDevice(kind, deviceId)
  const kitchen = screenId === undefined ? "/kds?choose" : `/kds?screen=${screenId}`
  location.replace(kind === "kds" ? kitchen : `/${kind}`)
}
