import { Cause, Stream } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import { problemOf } from "./problem.ts"

/** Often enough that no proxy takes a silent stream for a dead one. */
const remarkEvery = "15 seconds"

/** An operation as server-sent events: `event: operation` with its JSON, a remark every 15 s, and at a failure `event: problem`. */
export const operationEvents = (
  operations: Stream.Stream<Operation, CommandFailure>,
): Stream.Stream<string> =>
  operations.pipe(
    Stream.map((operation) => event("operation", operation)),
    Stream.catchCause((cause) =>
      Cause.hasInterruptsOnly(cause)
        ? Stream.empty
        : Stream.make(event("problem", problemOf(cause, "INTERNAL").body)),
    ),
    Stream.merge(
      Stream.map(Stream.drop(Stream.tick(remarkEvery), 1), () => ": still here\n\n"),
      { haltStrategy: "left" },
    ),
  )

const event = (name: string, data: unknown): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
