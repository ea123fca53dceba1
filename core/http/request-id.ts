import { randomUUID } from "node:crypto"

/** The caller's `X-Request-ID` when it can stand in a log line as it is (1 to 128 visible ASCII characters), else a new one. */
export const requestIdOf = (given: string | ReadonlyArray<string> | undefined): string =>
  // Node draws these from a supply. A UUID of version 7 asks the system for each, which took a tenth of a small request.
  typeof given === "string" && sane.test(given) ? given : randomUUID()

const sane = /^[\x21-\x7e]{1,128}$/
