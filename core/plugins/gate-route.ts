import { Effect } from "effect"
import { v7 } from "uuid"
import { type Answer, type CommandFailure, Gate } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import { derivedId } from "./derived-id.ts"
import type { PluginAnswer } from "./running/plugin-host.ts"
import { replayed } from "./running/stored-answer.ts"

/** A REST request as a command. */
export interface Asked {
  readonly scope: Scope
  readonly op: string
  readonly args: unknown
  readonly cid: Cid
  readonly ifRev?: number
}

/** The cid of a request that names none: made of its `Idempotency-Key`, so that a repeat is the same command; else new. */
export const cidOf = (scope: Scope, idempotencyKey: string | undefined): Cid =>
  idempotencyKey === undefined
    ? (v7() as Cid)
    : (derivedId(scope.tenantId, "Idempotency-Key", idempotencyKey) as Cid)

/** Asks the gate; the answer is what `json` makes of it, marked when this cid had been answered before. */
export const askGate = (
  asked: Asked,
  status: number,
  json: (answer: Answer) => unknown,
): Effect.Effect<PluginAnswer, CommandFailure, Gate> =>
  Effect.flatMap(Gate, (gate) =>
    Effect.map(
      gate.run(asked.scope, {
        cid: asked.cid,
        op: asked.op,
        args: asked.args,
        ...(asked.ifRev === undefined ? {} : { ifRev: asked.ifRev }),
      }),
      (answer) => {
        const good = { status, json: json(answer) }
        return answer.repeated ? replayed(good) : good
      },
    ),
  )
