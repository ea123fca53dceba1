import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { PluginAnswer } from "#core/plugins/running/plugin-host.ts"
import { answerOf } from "#core/plugins/running/stored-answer.ts"
import type { RouteRequest } from "./route.ts"

/** A repeated `Idempotency-Key` gets the first answer, and nothing is done twice. */
export const onceOnly = (
  database: Pick<PluginDatabase["Service"], "once">,
  scope: Scope,
  path: string,
  { idempotencyKey: key, params, rawBody }: RouteRequest,
  work: Effect.Effect<PluginAnswer, CommandFailure>,
): Effect.Effect<PluginAnswer, CommandFailure> =>
  key === undefined
    ? work
    : Effect.map(
        database.once(
          scope.tenantId,
          { key, fingerprint: fingerprintOf([path, params, rawBody]) },
          work,
        ),
        answerOf,
      )
