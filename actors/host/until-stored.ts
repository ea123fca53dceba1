import { Schedule } from "effect"

/** Until the database answers again: what this is about happened already, so it must come into the log. */
export const untilStored = Schedule.min([
  Schedule.exponential("100 millis"),
  Schedule.spaced("5 seconds"),
])
