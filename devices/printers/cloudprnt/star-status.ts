import type { PrintCause } from "#core/kitchen/print-cause.ts"
import type { Outcome } from "#devices/printers/pull/hand-over.ts"
import type { PrinterWord } from "#devices/printers/pull/hatch.ts"

/**
 * The number of a Star status code: `200%20OK`, `200 OK`, `OK`, `410`. NaN: none.
 *
 * @see Star CloudPRNT Protocol Guide 2.4.0, Printer Status Codes
 */
const codeOf = (text: string): number => {
  const decoded = decoded8(text).trim()
  return decoded.toUpperCase() === "OK" ? 200 : Number.parseInt(decoded, 10)
}

const decoded8 = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** How a Star printer says that it stands. Codes are read by their first digit where the rest says no more to us. */
export const starWord = (statusCode: string, printing: boolean): PrinterWord => {
  const code = codeOf(statusCode)
  const trouble = troubleOf(code)
  return {
    printing: printing || code === 220,
    online: trouble === undefined,
    paper: code === 410 ? "out" : code === 211 ? "low" : "ok",
    cover: code === 420,
    ...(trouble === undefined ? {} : { trouble }),
  }
}

const troubleOf = (code: number): PrintCause | undefined => {
  if (code === 410) return "paper_out"
  if (code === 420) return "cover_open"
  // 5xx is about a job, not about the printer.
  return (code >= 200 && code < 300) || (code >= 500 && code < 600) ? undefined : "error"
}

/**
 * What the code of a confirmation says of the job.
 *
 * A fault (4xx) comes from the middle of a job, since none is offered to a printer that has one: there may be paper. Only
 * a download that did not come to its end left none.
 */
export const starOutcome = (code: string): Outcome => {
  const number = codeOf(code)
  if (number >= 200 && number < 300) return { state: "printed" }
  if (number === 520) return { state: "refused", cause: "unreachable" }
  if (number === 521) return { state: "failed", cause: "too_large" }
  if (number === 510 || number === 511 || number === 512)
    return { state: "failed", cause: "decode" }
  return { state: "unknown", cause: troubleOf(number) ?? "error" }
}
