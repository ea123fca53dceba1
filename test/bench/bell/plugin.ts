import { Effect, Schema } from "effect"
import { defineEvent, EventBus } from "#core/plugins/event.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { route } from "#core/plugins/route.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { on } from "#core/plugins/subscription.ts"
import { ringTimes } from "./ring-times.ts"

const Ring = Schema.Struct({ ring: Schema.String, table: Schema.String, cracked: Schema.Boolean })

const Rang = defineEvent("bell.rang", 1, Ring)

export default definePlugin({
  key: "bell",
  routes: [
    route({
      method: "GET",
      path: "/there",
      permission: "bell.look",
      summary: "Whether it is there",
      handle: () => Effect.succeed({ status: "ok" }),
    }),
    route({
      method: "POST",
      path: "/rings",
      permission: "bell.ring",
      summary: "Ring it; a cracked one makes the handler fail",
      body: Ring,
      status: 201,
      handle: ({ body }) =>
        EventBus.use((bus) =>
          Effect.as(bus.emit(Rang, body, { key: body.table }), { ring: body.ring }),
        ),
    }),
  ],
  subscriptions: [
    on(Rang, {
      id: "bell.hear",
      maxAttempts: 3,
      backoff: { baseMs: 50, capMs: 200 },
      handle: ({ ring, cracked }, { at }) =>
        Effect.suspend(() => {
          if (cracked) return Effect.fail("It is cracked")
          ringTimes.began(ring, at)
          return PluginSql.use((sql) =>
            sql.query("insert into heard (tenant_id, ring) values ($1::uuid, $2::uuid)", [
              sql.tenantId,
              ring,
            ]),
          ).pipe(Effect.catchTag("ConstraintBroken", Effect.die))
        }),
    }),
  ],
})
