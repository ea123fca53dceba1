import { Cron, Result } from "effect"

/** What is wrong with the times of a job, for its author; nothing when they are good. */
export const cronProblem = (expression: string): string | undefined => {
  const parsed = Cron.parse(expression, "UTC")
  if (Result.isFailure(parsed)) return parsed.failure.message
  return occurrence(parsed.success, 0) === undefined ? "No day is like that" : undefined
}

/**
 * When jobs are due, by the clock on the restaurant's wall. When that clock is put forward, what falls into the missing
 * hour is due after it; when it is put back, what falls into the repeated hour is due once, unless it is due in every hour.
 */
export class JobTimes {
  readonly #known = new Map<string, Known>()

  /**
   * The first time after `after`; undefined when there is none.
   *
   * @param after epoch milliseconds
   */
  next(expression: string, zone: string, after: number): number | undefined {
    const known = this.#cron(expression, zone)
    // A thousand restaurants of one zone ask for the same.
    if (known.next !== undefined && known.from <= after && after < known.next) return known.next
    const next = occurrence(known.cron, after)
    known.from = after
    known.next = next
    return next
  }

  #cron(expression: string, zone: string): Known {
    const key = `${zone}|${expression}`
    const found = this.#known.get(key)
    if (found !== undefined) return found
    const known: Known = { cron: parsed(expression, zone), from: 0, next: undefined }
    this.#known.set(key, known)
    return known
  }
}

interface Known {
  readonly cron: Cron.Cron
  from: number
  next: number | undefined
}

/** @throws when the expression is wrong, which {@link cronProblem} finds before a plugin is loaded */
const parsed = (expression: string, zone: string): Cron.Cron => {
  const plain = Cron.parseUnsafe(expression, zone)
  const everyHour = plain.hours.size === 0 || plain.hours.size === 24
  return everyHour ? Cron.parseUnsafe(expression, zone, { onDstOverlap: "both" }) : plain
}

const occurrence = (cron: Cron.Cron, after: number): number | undefined => {
  try {
    return Cron.next(cron, after).getTime()
  } catch {
    // The thirtieth of February.
    return undefined
  }
}
