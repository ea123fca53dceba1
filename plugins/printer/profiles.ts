import { Effect, Schema } from "effect"
import {
  AllowedColumns,
  columnsOf,
  ModelLanguage,
  type PrinterProfile,
  PrinterProfiles,
} from "#core/hub/printer-profile.ts"
import { pageAnswer, pageIn, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import { route } from "#core/plugins/route.ts"

/** What a person has to know of a model to choose it; the rest is between the hub and the printer. */
const ProfileChoice = Schema.Struct({
  key: Schema.String,
  name: Schema.String,
  language: ModelLanguage,
  columns: Schema.Struct({ default: AllowedColumns, allowed: Schema.Array(AllowedColumns) }),
  cuts: Schema.Boolean,
  sounds: Schema.Boolean,
  opensDrawer: Schema.Boolean,
  prints: Schema.Struct({ pictures: Schema.Boolean, qr: Schema.Boolean, barcode: Schema.Boolean }),
  /** It can say that a paper is out; `false`: that it was sent is all that anybody knows. */
  confirms: Schema.Boolean,
}).annotate({ identifier: "PrinterProfileChoice" })

/** The models of printers that the hub knows, for whoever sets one up. */
export const profileRoutes = [
  route({
    method: "GET",
    path: "/profiles",
    permission: "printer.read",
    summary: "List the models of printers that the hub knows",
    query: pageQuery({}),
    answer: pageAnswer(ProfileChoice),
    handle: ({ query }) =>
      Effect.map(PrinterProfiles, ({ list }) => pageIn(list.map(choiceOf), query)),
  }),
]

const choiceOf = (profile: PrinterProfile): typeof ProfileChoice.Type => ({
  key: profile.key,
  name: profile.name,
  language: profile.language,
  columns: {
    default: profile.columns,
    allowed: [...columnsOf(profile)].sort((a, b) => a - b),
  },
  cuts: profile.cut !== "none",
  sounds: profile.buzzer.by !== "none",
  opensDrawer: profile.drawer !== "none",
  prints: {
    pictures: profile.raster !== "none",
    qr: profile.qr !== "none",
    barcode: profile.barcode !== "none",
  },
  // What fetches its jobs by XML confirms by its answer.
  confirms: profile.fence !== "none" || profile.language === "epos",
})
