import type { OrderViewLine } from "#core/kitchen/order-view.ts"

/**
 * The way of a dish as its waiter follows it. queued: only this handheld knows · heard: the hub has it, durably ·
 * shown: it is on a screen · started · ready: at the pass · served: collected
 */
export const progressSteps = ["queued", "heard", "shown", "started", "ready", "served"] as const
export type ProgressStep = (typeof progressSteps)[number]

/** draft: written down, not sent · held: at the kitchen, not to be cooked yet · voided: taken back */
export type Progress = ProgressStep | "draft" | "held" | "voided"

/** How many of the steps are behind it: 0 to 6. A held dish was heard, and waits there. */
export const stepsDone = (progress: Progress): number => {
  switch (progress) {
    case "draft":
    case "voided":
      return 0
    case "held":
      return 2
    default:
      return progressSteps.indexOf(progress) + 1
  }
}

/** Where only a part of the line stands further than the rest: `1 of 3 ready`. */
export const partReady = (
  line: Pick<OrderViewLine, "quantity"> & { readonly counts: { ready: number; served: number } },
): { readonly ready: number; readonly of: number } | undefined => {
  const ready = line.counts.ready + line.counts.served
  return ready > 0 && ready < line.quantity ? { ready, of: line.quantity } : undefined
}
