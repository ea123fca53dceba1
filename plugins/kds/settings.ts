import { Effect, Schema } from "effect"
import { view } from "#core/plugins/plugin-view.ts"
import { settings } from "#core/plugins/settings.ts"
import { defaultScreenSettings as defaults, type ScreenSettings } from "./ui/screen-settings.ts"

const within = (minimum: number, maximum: number, otherwise: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum })).pipe(
    Schema.withDecodingDefaultKey(Effect.succeed(otherwise)),
  )

/** What the screens of the kitchen are told; the form's words are in `i18n`. */
export const screenSettings = settings<ScreenSettings>(
  Schema.Struct({
    soonPercent: within(10, 95, defaults.soonPercent),
    undoSeconds: within(2, 30, defaults.undoSeconds),
    repeatSound: Schema.Boolean.pipe(
      Schema.withDecodingDefaultKey(Effect.succeed(defaults.repeatSound)),
    ),
    columns: within(0, 8, defaults.columns),
  }),
)

/** One item, `settings`: every screen behaves so from the moment at which the manager saves. */
export const settingsView = view({
  name: "kds/settings",
  permission: "kds.read",
  read: Effect.map(screenSettings.get, (v) => [{ id: "settings", rev: 0, v }]),
})
