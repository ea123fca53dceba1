import { Effect, Schema } from "effect"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import { Name } from "#core/plugins/field.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { route } from "#core/plugins/route.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { devices, placeFields } from "./device-list.ts"
import { knownDevice } from "./known-device.ts"
import { Role } from "./pairings.ts"

const orNothing = <S extends Schema.Top>(field: Schema.optionalKey<S>) =>
  Schema.optionalKey(Schema.NullOr(Schema.requiredKey(field)))

const DeviceChange = Schema.Struct({
  name: Schema.optionalKey(Name),
  /** Whose rights it has from its next message on; `null`: all that its kind may. Of no meaning for what prints. */
  role: Schema.optionalKey(Schema.NullOr(Role)),
  station: orNothing(placeFields.station),
  screenId: orNothing(placeFields.screenId),
  printerId: orNothing(placeFields.printerId),
}).annotate({ identifier: "DeviceChange" })

const ofCollection = devices.routes.find(({ method }) => method === "PATCH")

/** What a device may do is kept with its credential, where it stands with its name: both are changed, or none. */
const change = route({
  method: "PATCH",
  path: "/devices/:id",
  permission: "devices.write",
  summary: "Change some fields of a device; null takes an optional field away",
  ...(ofCollection?.query === undefined
    ? {}
    : { query: ofCollection.query as Schema.Codec<{ readonly ifRev?: number }, unknown> }),
  body: DeviceChange,
  ...(ofCollection?.answer === undefined ? {} : { answer: ofCollection.answer }),
  changesSetup: true,
  handle: ({ scope, params, query, body: { role, ...place }, ifMatch }) =>
    Effect.gen(function* () {
      const { transaction } = yield* PluginSql
      const register = yield* DeviceRegister
      const changed = yield* transaction(
        Effect.gen(function* () {
          const shown = yield* devices.change(params.id, place, ifMatch ?? query?.ifRev)
          if (role === undefined) return shown
          const { kind }: KitchenDevice = yield* knownDevice(scope, params.id)
          yield* register.giveRole(scope, { deviceId: params.id, kind }, role ?? undefined)
          return shown
        }),
      )
      if (role === undefined) return changed
      // Its credential is read anew only when it is stored.
      yield* register.settled(scope)
      const { role: _, ...rest } = changed as { readonly role?: string }
      const now = (yield* register.of(scope)).get(params.id)?.role
      return { ...rest, ...(now === undefined ? {} : { role: now }) }
    }),
})

export const deviceRoutes = devices.routes.map((one) => (one === ofCollection ? change : one))
