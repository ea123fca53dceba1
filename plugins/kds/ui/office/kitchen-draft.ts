import { type Body, changed, namesIn, textIn } from "#core/ui/admin/form-body.ts"
import type { StoredScreen, StoredStation } from "./stored.ts"

/** The form of a station as the hub takes it; its short name is said once. */
export const stationBody = (
  fields: FormData,
  languages: ReadonlyArray<string>,
  before: StoredStation | undefined,
): Body => {
  const text = textIn(fields)
  const kind = text("kind")
  return changed(before, {
    ...(before === undefined && { key: text("key") }),
    name: text("name"),
    names: namesIn(fields, languages, before),
    kind,
    // Where nothing is cooked, the rest is not either.
    catchAll: kind === "prep" && fields.has("catchAll"),
    targetSeconds: Math.round(Number(text("minutes")) * 60),
  })
}

/** The form of a screen. Whoever does not see the printers leaves the backup as it is. */
export const screenBody = (fields: FormData, before: StoredScreen | undefined): Body => {
  const text = textIn(fields)
  const kind = text("kind")
  return changed(before, {
    name: text("name"),
    kind,
    // The pass shows every station as it is.
    stations: kind === "station" ? fields.getAll("stations").map(String) : [],
    slots: Number(text("slots")),
    ...(fields.has("backupPrinterId") && { backupPrinterId: text("backupPrinterId") || undefined }),
  })
}
