import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { OnPaper } from "#core/kitchen/unshown-tickets.ts"

/**
 * Whether a ticket's paper came out: none of its jobs waits, and the last one that ended was printed. Printers forget what
 * they printed long ago; of that no word is a good word.
 */
export const paperOut =
  ({ printers }: Restaurant): OnPaper =>
  (ticketId) => {
    for (const { jobs, done } of printers.values()) {
      if (jobs.some((job) => job.ticketId === ticketId)) return false
      const last = done.findLast((job) => job.ticketId === ticketId)
      if (last !== undefined && last.state !== "printed") return false
    }
    return true
  }
