import { type Chime, chimes, usualVolume } from "#core/ui/chime.ts"

/** How one screen sounds on one device. */
export interface SoundChoices {
  /** 0 to 100, percent of what the device is set to. */
  readonly volume: number
  /** What differs from how a screen comes. */
  readonly events: Readonly<Partial<Record<Chime, EventChoice>>>
}

export interface EventChoice {
  /** The figure that is played; absent: the event's own. */
  readonly sound?: Chime | "none"
  /** Comes again until somebody acknowledges it; absent: as the restaurant chose. */
  readonly repeat?: boolean
}

export const firstSoundChoices: SoundChoices = { volume: usualVolume * 100, events: {} }

/**
 * What happens at an event.
 *
 * @param repeats what the restaurant chose for its screens
 */
export const soundOf = (
  { events }: SoundChoices,
  event: Chime,
  repeats: boolean,
): { readonly sound: Chime | undefined; readonly repeat: boolean } => {
  const { sound = event, repeat = alwaysRepeats(event) || repeats } = events[event] ?? {}
  return { sound: sound === "none" ? undefined : sound, repeat }
}

/** Paper that does not come is nobody's work until somebody knows of it. */
const alwaysRepeats = (event: Chime): boolean => event === "alarm"

export const withChoice = (
  choices: SoundChoices,
  event: Chime,
  choice: EventChoice,
): SoundChoices => ({
  ...choices,
  events: { ...choices.events, [event]: { ...choices.events[event], ...choice } },
})

/** What a browser kept may be of an older form: what cannot be read is as a screen comes. */
export const readSoundChoices = (text: string | null): SoundChoices => {
  if (text === null) return firstSoundChoices
  try {
    const { volume, events = {} } = JSON.parse(text) as Partial<SoundChoices>
    const known = chimes.flatMap((event) => {
      const { sound, repeat } = events[event] ?? {}
      const choice: EventChoice = {
        ...((sound === "none" || chimes.some((one) => one === sound)) && { sound }),
        ...(typeof repeat === "boolean" && { repeat }),
      }
      return Object.keys(choice).length === 0 ? [] : [[event, choice] as const]
    })
    return {
      volume:
        typeof volume === "number" && volume >= 0 && volume <= 100
          ? volume
          : firstSoundChoices.volume,
      events: Object.fromEntries(known),
    }
  } catch {
    return firstSoundChoices
  }
}
