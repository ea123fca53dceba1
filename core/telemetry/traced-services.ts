import { Effect, Layer } from "effect"
import { type CommandFailure, Gate } from "#core/hub/gate.ts"
import { EventLog } from "#core/log/event-log.ts"

/** Every command as a span, whichever edge it came by. What is refused says its code and is no error of the hub. */
export const tracedGateLayer: Layer.Layer<Gate, never, Gate> = Layer.effect(
  Gate,
  Effect.map(Gate, ({ run }) => ({
    run: (scope, command) =>
      Effect.flatten(
        Effect.withSpan(saying(run(scope, command)), `command ${command.op}`, {
          captureStackTrace: false,
          attributes: {
            "heard.op": command.op,
            "heard.cid": command.cid,
            "heard.tenant": scope.tenantId,
            "heard.principal": scope.principal.kind,
          },
        }),
      ),
  })),
)

/** A refusal becomes a value while the span looks. */
const saying = <A>(
  answer: Effect.Effect<A, CommandFailure>,
): Effect.Effect<Effect.Effect<A, CommandFailure>, CommandFailure> =>
  Effect.matchEffect(answer, {
    onSuccess: (value) => Effect.succeed(Effect.succeed(value)),
    onFailure: (failure) =>
      failure._tag === "Refused"
        ? Effect.as(
            Effect.annotateCurrentSpan("heard.refusal", failure.code),
            Effect.fail<CommandFailure>(failure),
          )
        : Effect.fail(failure),
  })

/** Every append as a span: how long the database took, and how much went into it. */
export const tracedLogLayer: Layer.Layer<EventLog, never, EventLog> = Layer.effect(
  EventLog,
  Effect.map(EventLog, (log) => ({
    ...log,
    append: (scope, request) =>
      Effect.withSpan(log.append(scope, request), "log.append", {
        kind: "client",
        captureStackTrace: false,
        attributes: {
          "heard.tenant": scope.tenantId,
          "heard.streams": request.streams.length,
          "heard.events": request.streams.reduce((sum, { events }) => sum + events.length, 0),
        },
      }),
  })),
)
