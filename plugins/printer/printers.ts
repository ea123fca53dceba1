import { Effect, Schema } from "effect"
import { isHostAddress } from "#core/hub/host-address.ts"
import { wrongLogo } from "#core/hub/logo.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import { PrinterId, ScreenId, Uuid } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, StationKeys } from "#core/plugins/field.ts"
import { requireScreens, requireStations } from "#plugins/kds/contract.ts"
import { ProfileKey } from "./profile-key.ts"

/** Without port; which one is the operator's to know. */
const Host = Schema.String.check(
  Schema.isMaxLength(253),
  Schema.makeFilter((host) =>
    isHostAddress(host) ? undefined : "Expected an address such as 192.168.1.50, or a name",
  ),
)

/** A body has 64 KiB, so that the picture has 36,000 bytes. */
const Logo = Schema.String.check(
  Schema.isMaxLength(48_000),
  Schema.makeFilter((base64) => wrongLogo(base64)),
)

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
    driver: Schema.optionalKey(
      Schema.Literals(["agent", "network", "cloudprnt", "cloudprntMqtt", "epson"]),
    ),
    /** Where a printer with the driver `network` listens. */
    address: Schema.optionalKey(
      Schema.Struct({
        host: Host,
        port: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 65_535 })),
      }),
    ),
    profile: Schema.optionalKey(ProfileKey),
    /** Who prints instead, in this order. Printers may be each other's backup. */
    backups: Schema.optionalKey(
      Schema.Array(PrinterId).check(Schema.isMaxLength(8), Schema.isUnique()),
    ),
    /** Which screens show its stations' tickets while neither it nor a backup prints. */
    backupScreens: Schema.optionalKey(
      Schema.Array(ScreenId).check(Schema.isMaxLength(8), Schema.isUnique()),
    ),
    /** How long it may be out of order before others take over, in seconds. */
    backupAfterSeconds: Schema.optionalKey(
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 600 })),
    ),
    /** What becomes of a paper of which nobody can say whether it came out. */
    onUnknown: Schema.optionalKey(Schema.Literals(["ask", "reprint"])),
    /** Papers of each job. */
    copies: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 }))),
    buzzer: Schema.optionalKey(Schema.Boolean),
    drawer: Schema.optionalKey(Schema.Boolean),
    logo: Schema.optionalKey(Logo),
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
  references: [{ field: "backups", table: "printer", by: "id", code: "PRINTER_UNKNOWN" }],
  usedBy: [{ table: "printer", field: "backups", by: "id", code: "PRINTER_IN_USE" }],
  check: ({ stations, backups, backupScreens = [], driver, address, profile }, id) =>
    Effect.gen(function* () {
      if (profile !== undefined && (yield* PrinterProfiles).find(profile) === undefined)
        return yield* refused("PROFILE_UNKNOWN", "There is no such model of printer", { profile })
      if (backups?.some((backup) => backup === id) === true)
        return yield* refused("PRINTER_OWN_BACKUP", "A printer cannot be its own backup", { id })
      if (driver === "network" && address === undefined)
        return yield* refused("ADDRESS_MISSING", "Say where the printer listens", { driver })
      yield* requireStations(stations)
      yield* requireScreens(backupScreens)
    }),
})
