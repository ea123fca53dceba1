import type { TenantId } from "#core/kitchen/ids.ts"
import type { Actor } from "#core/kitchen/order-event.ts"
import type { Operation, OperationKind } from "./operation.ts"
import type { ChangeRequest } from "./plugin-lifecycle.ts"
import { labelOf, type Step } from "./step.ts"

export interface OperationError {
  readonly code: string
  readonly detail: string
}

/** An operation as it is stored: whoever holds its lease carries it on from here. */
export interface StoredOperation {
  readonly id: string
  readonly tenantId: TenantId
  readonly plugin: string
  readonly kind: OperationKind
  readonly request: ChangeRequest
  readonly steps: ReadonlyArray<Step>
  readonly status: Operation["status"]
  readonly step: number
  /** How much of that step is done, from 0 to 1. */
  readonly progress: number
  readonly notes: ReadonlyArray<{ readonly at: number; readonly text: string }>
  readonly error: OperationError | undefined
  readonly cancelAsked: boolean
  /** How often this step was begun. */
  readonly attempt: number
  readonly requestedBy: Actor
  readonly createdAt: number
  readonly finishedAt: number | undefined
}

export const isOver = ({ status }: Pick<StoredOperation, "status">): boolean =>
  status === "succeeded" || status === "failed" || status === "cancelled"

/** What became of the step that ran, or what a person decided. */
export type Outcome =
  | { readonly is: "done" }
  | { readonly is: "failed"; readonly error: OperationError }
  | { readonly is: "cancelled" }
  /** A person asks for the failed step once more. */
  | { readonly is: "retried" }
  | { readonly is: "noted"; readonly text: string; readonly progress: number }

/** The operation after an outcome. An outcome that does not fit its status changes nothing. */
export const operationAfter = (
  operation: StoredOperation,
  outcome: Outcome,
  at: number,
): StoredOperation => {
  const { status } = operation
  const step = operation.steps[operation.step]
  const doing = step === undefined ? "nothing" : labelOf(step)
  switch (outcome.is) {
    case "done": {
      if (status !== "running") return operation
      const next = operation.step + 1
      const isLast = next >= operation.steps.length
      return noted(
        {
          ...operation,
          step: isLast ? operation.step : next,
          progress: isLast ? 1 : 0,
          attempt: 0,
          status: isLast ? "succeeded" : "running",
          finishedAt: isLast ? at : undefined,
        },
        at,
        `Done: ${doing}`,
      )
    }
    case "failed":
      return status === "running"
        ? noted(
            { ...operation, status: "failed", error: outcome.error, finishedAt: at },
            at,
            `Failed: ${doing}: ${outcome.error.detail}`,
          )
        : operation
    case "cancelled":
      return status === "queued" || status === "running"
        ? noted({ ...operation, status: "cancelled", finishedAt: at }, at, "Called off")
        : operation
    case "retried":
      return status === "failed"
        ? noted(
            {
              ...operation,
              status: "queued",
              error: undefined,
              finishedAt: undefined,
              attempt: 0,
              cancelAsked: false,
            },
            at,
            `Once more: ${doing}`,
          )
        : operation
    case "noted":
      return status === "running"
        ? noted({ ...operation, progress: outcome.progress }, at, outcome.text)
        : operation
  }
}

/** The newest notes that are kept: a long migration says a lot. */
const maxNotes = 100

const noted = (operation: StoredOperation, at: number, text: string): StoredOperation => ({
  ...operation,
  notes: [...operation.notes, { at, text }].slice(-maxNotes),
})

/** As REST and the pages show it. */
export const shownOperation = (operation: StoredOperation): Operation => ({
  id: operation.id,
  tenantId: operation.tenantId,
  plugin: operation.plugin,
  kind: operation.kind,
  status: operation.status,
  step: operation.step,
  steps: operation.steps.map(labelOf),
  percent: percentOf(operation),
  log: operation.notes.map(({ at, text }) => ({ at: new Date(at).toISOString(), text })),
  error: operation.error ?? null,
  requestedBy: operation.requestedBy.name ?? operation.requestedBy.id,
  createdAt: new Date(operation.createdAt).toISOString(),
  finishedAt:
    operation.finishedAt === undefined ? null : new Date(operation.finishedAt).toISOString(),
})

const percentOf = ({ status, step, progress, steps }: StoredOperation): number =>
  status === "succeeded" ? 100 : Math.floor((100 * (step + progress)) / Math.max(1, steps.length))
