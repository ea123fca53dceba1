import type { PrintCause } from "#core/kitchen/print-cause.ts"
import type { Outcome } from "#devices/printers/pull/hand-over.ts"
import { asbWord, saysPrinted } from "./asb-status.ts"
import type { JobResult } from "./epson-form.ts"

/** Nothing of a job that the service itself turned down reaches the paper. */
const turnedDown: Readonly<Record<string, Outcome>> = {
  SchemaError: { state: "failed", cause: "decode" },
  RequestEntityTooLarge: { state: "failed", cause: "too_large" },
  DeviceNotFound: { state: "refused", cause: "unreachable" },
  PrintSystemError: { state: "refused", cause: "error" },
  TooManyRequests: { state: "refused", cause: "busy" },
  EX_SPOOLER: { state: "refused", cause: "busy" },
}

const causes: Readonly<Record<string, PrintCause>> = {
  EPTR_COVER_OPEN: "cover_open",
  EPTR_REC_EMPTY: "paper_out",
  EPTR_CUTTER: "cutter",
}

/**
 * What an Epson's answer says of the job.
 *
 * A fault may come from the middle of the paper, unless the printer had that very fault before it was handed the job: then
 * nothing came out.
 *
 * @param before the trouble that it last spoke of, before this answer
 */
export const epsonOutcome = (
  { success, code, status }: JobResult,
  before: string | undefined,
): Outcome => {
  if (success) return { state: "printed" }
  const known = turnedDown[code]
  if (known !== undefined) return known
  const cause = causes[code] ?? asbWord(status).trouble ?? "error"
  return before === cause && !saysPrinted(status)
    ? { state: "refused", cause }
    : { state: "unknown", cause }
}
