import { v7 as uuid } from "uuid"

/** The caller's `X-Request-ID` when it can stand in a log line as it is (1 to 128 visible ASCII characters), else a new one. */
export const requestIdOf = (given: string | ReadonlyArray<string> | undefined): string =>
  typeof given === "string" && sane.test(given) ? given : uuid()

const sane = /^[\x21-\x7e]{1,128}$/
