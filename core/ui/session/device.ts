import { v7 } from "uuid"
import { pairedDevice } from "./paired-device.ts"

export interface Device {
  readonly id: string
  readonly kind: "kds" | "handheld" | "board"
  readonly name: string
}

/**
 * This browser as a device: the same id at every visit, another one per kind of page and per screen. The hub lets only
 * the newest connection of a device live, so two screens shown side by side in one browser must be two devices.
 *
 * @param part which of several, for example the screen's id
 */
export const deviceOf = (kind: Device["kind"], part: string | null): Device => {
  // A tablet that was let in is one device, whichever screen it shows.
  const paired = pairedDevice(kind)
  if (paired !== undefined) return { id: paired, kind, name: nameOf(kind, paired, part) }
  const key = `heard.device.${kind}${part === null ? "" : `.${part}`}`
  // randomUUID exists on https and localhost only; a tablet comes over plain http.
  const id = localStorage.getItem(key) ?? v7()
  localStorage.setItem(key, id)
  return { id, kind, name: nameOf(kind, id, part) }
}

/** From now on a device of this browser that shows one of these screens is called like it. */
export const rememberScreenNames = (
  screens: Iterable<{ readonly id: string; readonly name: string }>,
): void => {
  for (const { id, name } of screens)
    if (name !== "") localStorage.setItem(screenNameKey(id), name.slice(0, longestName))
}

// The end of the id is chance; its beginning is the time, and the same for all that were opened within a minute.
const nameOf = (kind: Device["kind"], id: string, part: string | null): string =>
  (part === null ? null : localStorage.getItem(screenNameKey(part))) ?? `${kind} ${id.slice(-4)}`

const screenNameKey = (id: string): string => `heard.screenName.${id}`

/** What the hub takes. */
const longestName = 64
