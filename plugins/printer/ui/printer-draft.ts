import { v7 } from "uuid"
import type { StoredPrinter } from "./printer.ts"

/** What stands beside the fields of the form, because it is no text. */
export interface BesideFields {
  readonly backups: ReadonlyArray<string>
  /** PNG, base64; empty: none. */
  readonly logo: string
}

/**
 * The form of a printer as the hub takes it. What was emptied is null in a change and left out of what is new.
 *
 * @param before undefined: it is new
 */
export const printerBody = (
  fields: FormData,
  { backups, logo }: BesideFields,
  before: StoredPrinter | undefined,
): Readonly<Record<string, unknown>> => {
  const text = (name: string) => String(fields.get(name) ?? "").trim()
  const all = (name: string) => fields.getAll(name).map(String)
  const ticked = (name: string) => fields.get(name) !== null
  const driver = text("driver")
  const device = text("deviceId")
  const body: Readonly<Record<string, unknown>> = {
    name: text("name"),
    // Until a device comes for it, a printer waits under an id that nobody has.
    deviceId: device === "" ? (before?.deviceId ?? v7()) : device,
    stations: all("stations"),
    driver,
    address: driver === "network" ? { host: text("host"), port: Number(text("port")) } : undefined,
    profile: text("profile") || undefined,
    columns: Number(text("columns")),
    language: text("language"),
    copies: Number(text("copies")),
    buzzer: ticked("buzzer"),
    drawer: ticked("drawer"),
    logo: logo === "" ? undefined : logo,
    backups: backups.length === 0 ? undefined : backups,
    backupScreens: all("backupScreens").length === 0 ? undefined : all("backupScreens"),
    backupAfterSeconds: Number(text("backupAfterSeconds")),
    onUnknown: text("onUnknown"),
    maxAgeSeconds: Number(text("maxAgeMinutes")) * 60,
    enabled: ticked("enabled"),
  }
  return Object.fromEntries(
    Object.entries(body).flatMap(([field, value]) => {
      if (value !== undefined) return [[field, value]]
      const had = before !== undefined && field in before
      return had ? [[field, null]] : []
    }),
  )
}

/** A PNG of a size that fits into one request, as base64; undefined: it is none. */
export const logoOf = async (file: File): Promise<string | undefined> => {
  if (file.size > mostLogoBytes) return undefined
  const bytes = new Uint8Array(await file.arrayBuffer())
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
  return base64.startsWith(pngBegins) ? base64 : undefined
}

const mostLogoBytes = 36_000
/** The eight bytes with which every PNG begins, as far as base64 shows them. */
const pngBegins = "iVBORw0KGgo"
