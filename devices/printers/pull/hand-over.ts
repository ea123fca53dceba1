import type { JobId } from "#core/kitchen/ids.ts"
import type { PrintCause } from "#core/kitchen/print-cause.ts"

/**
 * One paper on its way to a printer that fetches it (CloudPRNT, Server Direct Print).
 *
 * offered: nothing of it has left · noting: the log is being told that it leaves · out: it may be on paper
 */
export interface HandOver {
  readonly job: JobId
  /** Highest attempt of the hub; all of them are this one paper. */
  readonly attempt: number
  /** What the printer knows the job by. */
  readonly token: string
  /** Nothing leaves after this instant (milliseconds since the epoch). */
  readonly notAfter: number
  readonly phase: "offered" | "noting" | "out"
  /** `out`: the printer is still at the visit in which it took the paper, and may take it again. */
  readonly visiting: boolean
  /** `out`: since when the printer has been there, idle and well, without a word of it. */
  readonly idleSince?: number
}

/** How a printer says that it stands. */
export interface Condition {
  readonly printing: boolean
  /** Why it cannot print now (devices.md §4.4): `paper_out`, `cover_open`, `error`. */
  readonly trouble?: PrintCause
}

/** What the printer says became of a job. `refused`: it says that it printed nothing of it. */
export interface Outcome {
  readonly state: "printed" | "refused" | "failed" | "unknown"
  readonly cause?: PrintCause
}

/** What the edge does next. */
export type Act =
  | { readonly act: "nothing" }
  /** Say that there is something to fetch. */
  | { readonly act: "offer" }
  /** Tell the log that the device has it, durably, and come back with {@link noted}. */
  | { readonly act: "note" }
  /** Let the bytes go. */
  | { readonly act: "give" }
  /** There is nothing to be had under that token. */
  | { readonly act: "withhold" }
  /** Tell the hub how it ended. */
  | {
      readonly act: "tell"
      readonly state: Outcome["state"] | "expired"
      readonly cause?: PrintCause
    }

export interface Turn {
  readonly next: HandOver | undefined
  readonly act: Act
}

type Given = Omit<HandOver, "phase" | "visiting" | "idleSince">

const stay = (next: HandOver | undefined, act: Act["act"] & ("nothing" | "withhold")): Turn => ({
  next,
  act: { act },
})

const told = (state: Outcome["state"] | "expired", cause?: PrintCause): Turn => ({
  next: undefined,
  act: { act: "tell", state, ...(cause === undefined ? {} : { cause }) },
})

/**
 * The hub hands a paper in, or hands it in again.
 *
 * @param mayBeOut the device had it before, maybe in an earlier life of the hub
 */
export const handedIn = (current: HandOver | undefined, given: Given, mayBeOut: boolean): Turn => {
  if (current?.job === given.job) {
    const next = { ...current, attempt: Math.max(current.attempt, given.attempt) }
    // The log has noted a new attempt and must hear again that this one may be on paper.
    return { next, act: { act: current.phase === "out" ? "note" : "nothing" } }
  }
  return mayBeOut
    ? { next: { ...given, phase: "out", visiting: false }, act: { act: "note" } }
    : { next: { ...given, phase: "offered", visiting: false }, act: { act: "nothing" } }
}

/** Nobody wants it any more. What may be on paper is waited for all the same. */
export const takenBack = (current: HandOver | undefined, job: string): HandOver | undefined =>
  current?.job === job && current.phase === "offered" ? undefined : current

/**
 * The printer is there and asks for work.
 *
 * @param patienceMs how long an idle, well printer may say nothing of what it took
 */
export const asked = (
  current: HandOver | undefined,
  { printing, trouble }: Condition,
  at: number,
  patienceMs: number,
): Turn => {
  if (current === undefined) return stay(current, "nothing")
  switch (current.phase) {
    case "noting":
      return stay(current, "nothing")
    case "offered":
      if (at > current.notAfter) return told("expired", trouble)
      if (trouble !== undefined) return told("refused", trouble)
      return printing ? stay(current, "nothing") : { next: current, act: { act: "offer" } }
    case "out": {
      if (printing) return stay(waiting(current, current.visiting), "nothing")
      if (trouble !== undefined) return stay(waiting(current, false), "nothing")
      const idleSince = current.idleSince ?? at
      return at - idleSince >= patienceMs
        ? told("unknown", "unconfirmed")
        : stay({ ...current, visiting: false, idleSince }, "nothing")
    }
  }
}

/** The printer wants the bytes. */
export const fetched = (current: HandOver | undefined, token: string, at: number): Turn => {
  if (current === undefined || current.token !== token) return stay(current, "withhold")
  switch (current.phase) {
    case "noting":
      return stay(current, "withhold")
    case "offered":
      return at > current.notAfter
        ? told("expired")
        : { next: { ...current, phase: "noting" }, act: { act: "note" } }
    case "out":
      // At a later visit it might have printed the first ones.
      return { next: current, act: { act: current.visiting ? "give" : "withhold" } }
  }
}

/** The log has it that the bytes leave, or nobody knows whether it has. */
export const noted = (current: HandOver | undefined, token: string, stored: boolean): Turn => {
  if (current === undefined || current.token !== token) return stay(current, "withhold")
  if (current.phase !== "noting") return stay(current, "nothing")
  return stored
    ? { next: { ...current, phase: "out", visiting: true }, act: { act: "give" } }
    : { next: { ...current, phase: "offered" }, act: { act: "withhold" } }
}

/** The printer says what became of the job that it knows by this token. */
export const confirmed = (
  current: HandOver | undefined,
  token: string,
  { state, cause }: Outcome,
): Turn => {
  if (current === undefined || current.token !== token) return stay(current, "nothing")
  // Nothing of it has left: whatever came out, it was not this.
  if (state === "printed" && current.phase !== "out") return stay(current, "withhold")
  // "Nothing printed" is believed of the visit in which it was taken; of an earlier one the printer may have forgotten.
  const forgotten = state === "refused" && current.phase === "out" && !current.visiting
  return told(forgotten ? "unknown" : state, cause)
}

/**
 * The printer has gone silent.
 *
 * @param forGood so long that it is not waited for any more
 */
export const gone = (current: HandOver | undefined, forGood: boolean): Turn => {
  if (current?.phase === "offered") return told("refused", "offline")
  if (current?.phase !== "out") return stay(current, "nothing")
  return forGood ? told("unknown", "offline") : stay(waiting(current, false), "nothing")
}

const waiting = ({ idleSince: _, ...current }: HandOver, visiting: boolean): HandOver => ({
  ...current,
  visiting,
})
