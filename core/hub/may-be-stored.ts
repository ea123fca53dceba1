import { Cause, Exit, Option } from "effect"
import type { CommandFailure } from "./gate.ts"

/**
 * Whether what ended so can have changed what is stored: an answer can be lost on the way from the database, and what took
 * too long, broke or was given up may have been done at last.
 */
export const mayBeStored = (exit: Exit.Exit<unknown, CommandFailure>): boolean =>
  Exit.isSuccess(exit) ||
  Option.match(Cause.findErrorOption(exit.cause), {
    onNone: () => true,
    onSome: (failure) =>
      failure._tag === "Outage" ||
      (failure._tag === "Refused" && failure.code === "PLUGIN_TIMEOUT"),
  })
