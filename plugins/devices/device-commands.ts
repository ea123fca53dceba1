import { Effect, Schema } from "effect"
import { DeviceOrders } from "#core/hub/device-orders.ts"
import { route } from "#core/plugins/route.ts"
import { knownDevice } from "./known-device.ts"

/** What people may ask of a print agent. Another secret is made under `rotate`, which keeps it first. */
const AgentCommand = Schema.Struct({
  cmd: Schema.Literals(["status", "rebirth", "test"]),
}).annotate({ identifier: "AgentCommand" })

const AgentAnswer = Schema.Struct({
  ok: Schema.Boolean,
  /** Why not: `offline`, `no_answer`, `paper_out` … */
  cause: Schema.optionalKey(Schema.String),
}).annotate({ identifier: "AgentAnswer" })

/** Asked over the wire and answered by the machine itself within eight seconds; nothing of it is stored. */
export const deviceCommands = [
  route({
    method: "POST",
    path: "/devices/:id/commands",
    permission: "devices.manage",
    summary: "Ask a print agent how it is, to introduce itself again, or whether it could print",
    body: AgentCommand,
    answer: AgentAnswer,
    repeats: "handler",
    handle: ({ scope, body, params }) =>
      Effect.gen(function* () {
        const { id } = yield* knownDevice(scope, params["id"] ?? "")
        yield* (yield* DeviceOrders).ask(scope, id, body)
        return { ok: true }
      }).pipe(
        Effect.catchTag("OrderDeclined", ({ cause }) => Effect.succeed({ ok: false, cause })),
      ),
  }),
]
