import type { ShownLine, ShownOrder } from "./shown-order.ts"

export interface CourseLines {
  /** Absent: what was sent straight away. */
  readonly course?: number
  readonly lines: ReadonlyArray<ShownLine>
  /** Units that wait to be fired. */
  readonly held: number
  /** Everything that is wanted of it is collected. */
  readonly done: boolean
}

/** An order course by course; what has no course comes first, as it does on the table. */
export const coursesOfOrder = ({ lines }: ShownOrder): ReadonlyArray<CourseLines> =>
  [...Map.groupBy(lines, ({ course }) => course ?? 0)]
    .sort(([one], [other]) => one - other)
    .map(([course, own]) => ({
      ...(course === 0 ? {} : { course }),
      lines: own,
      held: own.reduce(
        (sum, { counts, waiting }) => (waiting === "fire" ? sum : sum + counts.held + counts.draft),
        0,
      ),
      done: own.every(({ progress }) => progress === "served" || progress === "voided"),
    }))
