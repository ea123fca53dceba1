import { useSyncExternalStore } from "react"
import { type Chime, figures, usualVolume } from "./chime.ts"

/** blocked: the browser waits for a first touch · muted: somebody silenced it here · on */
export type SoundState = "blocked" | "muted" | "on"

export const useSound = (): SoundState => useSyncExternalStore(subscribe, () => state)

/**
 * Silently does nothing while blocked or muted; {@link useSound} says so on the screen.
 *
 * @param volume 0 to 1, as loud as the device is set
 */
export const play = (chime: Chime, volume = usualVolume): void => {
  if (state !== "on" || context === undefined) return
  const master = context.createGain()
  // Loudness is heard by ratios: the square makes the lower half of a slider as useful as the upper.
  master.gain.value = volume ** 2
  master.connect(context.destination)
  for (const [at, hertz, seconds] of figures[chime]) {
    const start = context.currentTime + at
    const tone = context.createOscillator()
    const envelope = context.createGain()
    // Square waves carry over an extractor hood; a sine of the same level drowns in it.
    tone.type = "square"
    tone.frequency.value = hertz
    envelope.gain.setValueAtTime(0, start)
    envelope.gain.linearRampToValueAtTime(1, start + 0.01)
    envelope.gain.exponentialRampToValueAtTime(0.001, start + seconds)
    tone.connect(envelope).connect(master)
    tone.start(start)
    tone.stop(start + seconds)
  }
}

/** The button in the bar: unblocks, mutes, unmutes. A test sound answers when it comes on. */
export const toggleSound = async (): Promise<void> => {
  if (state === "on") {
    muted = true
    localStorage.setItem(key, "yes")
    refresh()
    return
  }
  await unmute()
  play("newTicket")
}

/** Asked for by a touch or a key, as browsers want it. */
export const unmute = async (): Promise<void> => {
  muted = false
  localStorage.removeItem(key)
  await arm()
}

const key = "heard.muted"
const listeners = new Set<() => void>()
let context: AudioContext | undefined
let muted = localStorage.getItem(key) !== null
let state: SoundState = muted ? "muted" : "blocked"

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const refresh = (): void => {
  state = muted ? "muted" : context?.state === "running" ? "on" : "blocked"
  for (const listener of listeners) listener()
}

const arm = async (): Promise<void> => {
  if (context === undefined) {
    context = new AudioContext()
    // A phone call or a locked tablet suspends it again, and the bar must say so.
    context.addEventListener("statechange", refresh)
  }
  if (context.state !== "running") await context.resume()
  refresh()
}

// Browsers allow sound after a gesture only, so whatever is touched first arms it: nobody has to look for a button.
const armOnGesture = (): void => {
  if (!muted && context?.state !== "running") void arm()
}
/** The bar changes its width when the sound comes: what is pressed must not move away before it heard its click. */
const armBesideControls = ({ target }: Event): void => {
  if (!(target instanceof Element) || target.closest("a, button, input, label") === null)
    armOnGesture()
}
addEventListener("click", armOnGesture, { capture: true })
addEventListener("pointerup", armBesideControls, { capture: true })
addEventListener("keydown", armOnGesture, { capture: true })
