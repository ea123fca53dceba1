import { useEffect, useRef, useState } from "react"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { useHubStatus } from "#core/ui/hub/hub-provider.tsx"
import { type Chime, play } from "#core/ui/sound.ts"
import { chimeFor } from "./chime-for.ts"

/**
 * A sound for what the last picture did not have; the first picture after loading is no news.
 *
 * @param repeat the sound comes again until somebody touches the screen or presses a key
 */
export const useKitchenChimes = (
  picture: ReadonlyMap<string, TicketView>,
  known: boolean,
  repeat: boolean,
): void => {
  const before = useRef<ReadonlyMap<string, TicketView>>(undefined)
  const [calling, setCalling] = useState<Chime>()
  useEffect(() => {
    if (!known) return
    const chime = before.current && chimeFor(before.current, picture)
    before.current = picture
    if (chime === undefined) return
    play(chime)
    setCalling(chime)
  }, [picture, known])
  useEffect(() => {
    if (calling === undefined || !repeat) return
    const again = setInterval(() => play(calling), repeatMs)
    const heard = () => setCalling(undefined)
    addEventListener("pointerdown", heard, { capture: true })
    addEventListener("keydown", heard, { capture: true })
    return () => {
      clearInterval(again)
      removeEventListener("pointerdown", heard, { capture: true })
      removeEventListener("keydown", heard, { capture: true })
    }
  }, [calling, repeat])

  const { status } = useHubStatus()
  useEffect(() => {
    if (status !== "notLive") return
    const alarm = setTimeout(() => play("notLive"), alarmAfterMs)
    return () => clearTimeout(alarm)
  }, [status])
}

/** Often enough to be missed by nobody, seldom enough to be borne. */
const repeatMs = 15_000

/** The bar is red at once; a sound for every restart of a router would only teach the cooks to ignore it. */
const alarmAfterMs = 3000
