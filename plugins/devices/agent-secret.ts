import { Effect } from "effect"
import { DeviceOrders } from "#core/hub/device-orders.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { Pairings } from "#core/security/pairings.ts"

/**
 * Another secret for a print agent. One that is connected is handed it there and keeps it before it answers; only of one
 * that is not, or cannot, must a person carry it.
 */
export const newAgentSecret = Effect.fnUntraced(function* (
  scope: Scope,
  { id, kind }: KitchenDevice,
  origin: string,
) {
  const register = yield* DeviceRegister
  const { transaction } = yield* PluginSql
  const device = { deviceId: id, kind }
  const told = Effect.fnUntraced(function* (password: string) {
    yield* register.settled(scope)
    const url = (yield* Pairings).brokerUrl(origin)
    return { deviceId: id, mqtt: { url, username: `${scope.tenantId}/${id}`, password } }
  })
  const present = yield* (yield* PresentDevices).now(scope)
  if (!present.some(({ deviceId, wire }) => deviceId === id && wire === "mqtt"))
    return yield* told(yield* transaction(register.newSecret(scope, device)))

  // Stored before it is handed out: whatever stops here, the agent gets in with the one that it has.
  const secret = yield* transaction(register.offerSecret(scope, device))
  yield* register.settled(scope)
  const orders = yield* DeviceOrders
  const declined = yield* orders.ask(scope, id, { cmd: "rotate-key", key: secret }).pipe(
    Effect.as(undefined),
    Effect.catchTag("OrderDeclined", ({ cause }) => Effect.succeed(cause)),
  )
  // It may have kept it or not: both are good for a while.
  if (declined === "no_answer") return yield* told(secret)
  yield* transaction(register.takeSecret(scope, device))
  if (declined !== undefined) return yield* told(secret)
  yield* register.settled(scope)
  return { deviceId: id, handedOver: true as const }
})
