import { Effect } from "effect"
import { ReportLine, type Told } from "#devices/printers/report-line.ts"
import type { Act, HandOver } from "./hand-over.ts"
import type { Hatch } from "./hatch.ts"

/** What the desk tells the hub of a job. Every word is made so that saying it again is a repeat. */
export interface HubEars {
  /** "The device has it", stored before a byte leaves. */
  readonly taken: (hatch: Hatch, handOver: HandOver) => Effect.Effect<Told>
  readonly ended: (
    hatch: Hatch,
    about: { readonly job: string; readonly attempt: number },
    how: Extract<Act, { act: "tell" }> & { readonly fence?: string },
  ) => Effect.Effect<Told>
  /** Whether it was stored before the printer hangs up. */
  readonly inTime: (told: Effect.Effect<Told>) => Effect.Effect<Told>
}

/** @param answerMs longest that a printer waits for an answer */
export const hubEars = (answerMs: number): Effect.Effect<HubEars, never, ReportLine> =>
  Effect.map(ReportLine, (line) => {
    const inTime: HubEars["inTime"] = (told) =>
      Effect.timeoutOrElse(told, {
        duration: answerMs,
        orElse: () => Effect.succeed("gaveUp" as const),
      })
    return {
      inTime,
      taken: ({ device, presence }, { job, attempt }) =>
        inTime(
          line.tell({
            ...device,
            report: { report: "ack", job, attempt, waits: true },
            facts: ["ack", job, attempt, presence],
          }),
        ),
      ended: ({ device }, { job, attempt }, { state, cause, fence }) =>
        line.tell({
          ...device,
          report: {
            report: "result",
            job,
            attempt,
            state,
            fence: state === "printed" ? (fence ?? null) : null,
            cause: cause ?? null,
          },
          facts: ["result", job, attempt, state],
        }),
    }
  })
