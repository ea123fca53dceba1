import { createHash } from "node:crypto"

/** Characters of a CloudPRNT `jobToken`, and of an Epson `printjobid` (at most 30). */
export const tokenLength = { cloudprnt: 16, epson: 22 } as const

/**
 * What a printer knows a job by: letters, digits, `-` and `_`. It follows from the job, so that a confirmation is
 * understood after a restart of the hub; a copy is a job of its own and has its own.
 */
export const jobToken = (job: string, length: number): string =>
  createHash("sha256").update(`job token ${job}`).digest("base64url").slice(0, length)
