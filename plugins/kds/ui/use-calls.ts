import { useCallback, useEffect, useRef, useState } from "react"
import type { TicketView } from "#core/kitchen/ticket.ts"
import type { Chime } from "#core/ui/chime.ts"
import { useHub, useHubStatus } from "#core/ui/hub/hub-provider.tsx"
import { play } from "#core/ui/sound.ts"
import { callFor, mostUrgent } from "./sounds/call-for.ts"
import { type SoundChoices, soundOf } from "./sounds/sound-choices.ts"
import { lateTickets } from "./urgency.ts"

export interface Calls {
  /** What sounds again and again because nobody acknowledged it yet. */
  readonly calling: Chime | undefined
  /** Something happened that is not on a ticket. */
  readonly call: (event: Chime) => void
}

/**
 * A sound for what the last picture did not have; the first picture after loading is no news. What repeats does so until
 * somebody touches the screen or presses a key, a bump included.
 *
 * @param repeats what the restaurant chose for its screens
 */
export const useCalls = (
  picture: ReadonlyMap<string, TicketView>,
  known: boolean,
  expo: boolean,
  choices: SoundChoices,
  repeats: boolean,
): Calls => {
  const [calling, setCalling] = useState<Chime>()
  const chosen = useRef({ choices, repeats })
  chosen.current = { choices, repeats }

  const sound = useCallback((event: Chime): boolean => {
    const { choices, repeats } = chosen.current
    const { sound, repeat } = soundOf(choices, event, repeats)
    if (sound !== undefined) play(sound, choices.volume / 100)
    return sound !== undefined && repeat
  }, [])
  const call = useCallback(
    (event: Chime) => {
      if (sound(event)) setCalling((now) => mostUrgent([now, event]))
    },
    [sound],
  )

  const before = useRef<ReadonlyMap<string, TicketView>>(undefined)
  useEffect(() => {
    if (!known) return
    const news = before.current && callFor(before.current, picture, expo)
    before.current = picture
    if (news !== undefined) call(news)
  }, [picture, known, expo, call])
  useLateCalls(picture, known, call)
  useNotLiveCall(call)

  useEffect(() => {
    if (calling === undefined) return
    const again = setInterval(() => {
      // Somebody may have switched this sound off meanwhile.
      if (!sound(calling)) setCalling(undefined)
    }, repeatMs)
    const heard = () => setCalling(undefined)
    addEventListener("pointerdown", heard, { capture: true })
    addEventListener("keydown", heard, { capture: true })
    return () => {
      clearInterval(again)
      removeEventListener("pointerdown", heard, { capture: true })
      removeEventListener("keydown", heard, { capture: true })
    }
  }, [calling, sound])
  return { calling, call }
}

/** Once for each ticket that passes its due time in front of the cook; what was late when the page was loaded is no news. */
const useLateCalls = (
  picture: ReadonlyMap<string, TicketView>,
  known: boolean,
  call: (event: Chime) => void,
): void => {
  const hub = useHub()
  const told = useRef<ReadonlySet<string>>(undefined)
  const latest = useRef(picture)
  latest.current = picture
  useEffect(() => {
    if (!known) return
    const look = () => {
      const late = lateTickets(latest.current, hub.now())
      const before = told.current
      told.current = late
      if (before !== undefined && [...late].some((id) => !before.has(id))) call("late")
    }
    look()
    const timer = setInterval(look, lateLookMs)
    return () => clearInterval(timer)
  }, [hub, known, call])
}

const useNotLiveCall = (call: (event: Chime) => void): void => {
  const { status } = useHubStatus()
  useEffect(() => {
    if (status !== "notLive") return
    const alarm = setTimeout(() => call("notLive"), alarmAfterMs)
    return () => clearTimeout(alarm)
  }, [status, call])
}

/** Often enough to be missed by nobody, seldom enough to be borne. */
const repeatMs = 15_000

/** A cook sees the head turn red by the second, and hears it by the next. */
const lateLookMs = 1000

/** The bar is red at once; a sound for every restart of a router would only teach the cooks to ignore it. */
const alarmAfterMs = 3000
