import { Effect, Schema } from "effect"
import { view } from "#core/plugins/plugin-view.ts"
import { settings } from "#core/plugins/settings.ts"
import {
  defaultHandheldSettings as defaults,
  type HandheldSettings,
} from "./ui/handheld-settings.ts"

const yesOrNo = (otherwise: boolean) =>
  Schema.Boolean.pipe(Schema.withDecodingDefaultKey(Effect.succeed(otherwise)))

const minutes = (minimum: number, maximum: number, otherwise: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(otherwise)),
  )

/** What the handhelds are told; the form's words are in `i18n`. */
export const handheldSettings = settings<HandheldSettings>(
  Schema.Struct({
    idleLockMinutes: minutes(0, 240, defaults.idleLockMinutes),
    pinRequired: yesOrNo(defaults.pinRequired),
    lateTableMinutes: minutes(5, 120, defaults.lateTableMinutes),
    askSeats: yesOrNo(defaults.askSeats),
  }),
)

/** One item, `settings`: every handheld behaves so from the moment at which the manager saves. */
export const settingsView = view({
  name: "orders/settings",
  permission: "orders.order.read",
  read: Effect.map(handheldSettings.get, (v) => [{ id: "settings", rev: 0, v }]),
})
