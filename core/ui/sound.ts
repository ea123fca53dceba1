import { useSyncExternalStore } from "react"

/** blocked: the browser waits for a first touch · muted: somebody silenced it here · on */
export type SoundState = "blocked" | "muted" | "on"

/** Each event has a figure of its own: a cook with their back to the screen tells them apart. */
export type Chime = "newTicket" | "change" | "recall" | "notLive" | "ready"

export const useSound = (): SoundState => useSyncExternalStore(subscribe, () => state)

/** Silently does nothing while blocked or muted; {@link useSound} says so on the screen. */
export const play = (chime: Chime): void => {
  if (state !== "on" || context === undefined) return
  const master = context.createGain()
  master.gain.value = 0.5
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
  muted = false
  localStorage.removeItem(key)
  await arm()
  play("newTicket")
}

type Tone = readonly [startSeconds: number, hertz: number, seconds: number]

const figures: Readonly<Record<Chime, ReadonlyArray<Tone>>> = {
  newTicket: [
    [0, 660, 0.18],
    [0.16, 990, 0.4],
  ],
  change: [
    [0, 740, 0.12],
    [0.18, 740, 0.12],
    [0.36, 740, 0.12],
  ],
  recall: [
    [0, 990, 0.18],
    [0.16, 660, 0.18],
    [0.32, 440, 0.35],
  ],
  notLive: [
    [0, 330, 0.6],
    [0.7, 330, 0.6],
  ],
  ready: [
    [0, 880, 0.15],
    [0.15, 1175, 0.5],
  ],
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
addEventListener("pointerdown", armOnGesture, { capture: true })
addEventListener("keydown", armOnGesture, { capture: true })
