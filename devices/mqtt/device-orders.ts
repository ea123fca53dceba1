import { randomUUID } from "node:crypto"
import { Context, Deferred, Effect, Layer } from "effect"
import { DeviceOrders, OrderDeclined } from "#core/hub/device-orders.ts"
import type { CommandMessage, CommandResultMessage } from "./device-message.ts"
import { MqttLink } from "./mqtt-link.ts"
import { type DeviceAddress, deviceAddress, downTopic, userNameOf } from "./topic.ts"

/** Where the answers to orders are handed in, as they come on `up/result`. */
export class OrderAnswers extends Context.Service<
  OrderAnswers,
  { readonly answered: (address: DeviceAddress, answer: CommandResultMessage) => void }
>()("heard/OrderAnswers") {}

/** Orders that wait for an answer, of all devices. */
const mostWaiting = 1024
/** Less than a plugin's request may take: a machine that is silent is no fault of the plugin that asked. */
const patience = "8 seconds"

/** Orders over MQTT. An answer counts only from the very device that was asked. */
export const deviceOrdersLayer: Layer.Layer<DeviceOrders | OrderAnswers, never, MqttLink> =
  Layer.effectContext(
    Effect.gen(function* () {
      const link = yield* MqttLink
      const waiting = new Map<string, Deferred.Deferred<void, OrderDeclined>>()
      const keyOf = (address: DeviceAddress, id: string) => `${userNameOf(address)}/${id}`
      const declined = (cause: string) => Effect.fail(new OrderDeclined({ cause }))

      return Context.make(OrderAnswers, {
        answered: (address, { id, ok, cause }) => {
          const asked = waiting.get(keyOf(address, id))
          const answer = ok ? Effect.void : declined(cause ?? "declined")
          if (asked !== undefined) Deferred.doneUnsafe(asked, answer)
        },
      }).pipe(
        Context.add(DeviceOrders, {
          ask: ({ tenantId }, deviceId, order) =>
            Effect.gen(function* () {
              const address = deviceAddress(tenantId, deviceId)
              if (address === undefined) return yield* declined("offline")
              if (waiting.size >= mostWaiting) return yield* declined("busy")
              const id = randomUUID()
              const key = keyOf(address, id)
              const answer = yield* Deferred.make<void, OrderDeclined>()
              const message: CommandMessage = { id, ...order }
              yield* Effect.acquireUseRelease(
                Effect.sync(() => waiting.set(key, answer)),
                () =>
                  link.publish(downTopic(address, "cmd"), JSON.stringify(message)).pipe(
                    Effect.catchTag("WireDown", () => declined("offline")),
                    Effect.andThen(Deferred.await(answer)),
                    Effect.timeoutOrElse({
                      duration: patience,
                      orElse: () => declined("no_answer"),
                    }),
                  ),
                () => Effect.sync(() => void waiting.delete(key)),
              )
            }),
        }),
      )
    }),
  )
