import { Schema } from "effect"
import { Uuid } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, StationKeys } from "#core/plugins/field.ts"
import { requireStations } from "#plugins/kds/contract.ts"

/** What prints in the kitchen, and for which stations. */
export const printers = collection({
  path: "/printers",
  table: "printer",
  thing: "printer",
  fields: {
    name: Name,
    deviceId: Uuid,
    stations: Schema.optionalKey(StationKeys),
    columns: Schema.optionalKey(Schema.Literals([32, 35, 42, 44, 48, 64])),
    encoder: Schema.optionalKey(Schema.Literals(["receipt", "escpos"])),
    language: Schema.optionalKey(
      Schema.String.check(
        Schema.isPattern(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, {
          message: "Expected a language tag such as fr",
        }),
      ),
    ),
    /** Seconds after which a job is not printed any more: one minute to a day. */
    maxAgeSeconds: Schema.optionalKey(
      Schema.Int.check(Schema.isBetween({ minimum: 60, maximum: 86_400 })),
    ),
    enabled: Schema.optionalKey(Schema.Boolean),
  },
  complete: (input) => ({
    ...input,
    stations: input.stations ?? [],
    columns: input.columns ?? (48 as const),
    encoder: input.encoder ?? ("receipt" as const),
    language: input.language ?? "en",
    maxAgeSeconds: input.maxAgeSeconds ?? 1_800,
    enabled: input.enabled ?? true,
  }),
  order: "name",
  read: "printer.read",
  write: "printer.write",
  unique: { printer_device: "DEVICE_TAKEN" },
  check: (printer) => requireStations(printer.stations),
})
