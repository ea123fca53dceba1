/** One line of the table: the same thing measured on both sides in the same minute. */
export interface Row {
  readonly workload: string
  readonly what: string
  readonly unit: string
  readonly hub: number
  /** Absent: there is nothing hand-written to compare with. */
  readonly floor?: number
  /** Said in words; `met` says whether it is. */
  readonly target?: string
  readonly met?: boolean
}

/** What a workload brings back: lines for people, and the raw numbers behind them. */
export interface Outcome {
  readonly rows: ReadonlyArray<Row>
  readonly raw: unknown
}

const rounded = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2)

/** The table as text. */
export const tableOf = (rows: ReadonlyArray<Row>): string => {
  const cells = rows.map(({ workload, what, unit, hub, floor, target, met }) => [
    workload,
    what,
    unit,
    rounded(hub),
    floor === undefined ? "" : rounded(floor),
    floor === undefined || floor === 0 ? "" : `${(hub / floor).toFixed(2)}x`,
    target ?? "",
    met === undefined ? "" : met ? "yes" : "NO",
  ])
  const all = [["", "", "unit", "hub", "floor", "ratio", "target", "met"], ...cells]
  const widths = (all[0] ?? []).map((_, column) =>
    Math.max(...all.map((row) => (row[column] ?? "").length)),
  )
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column >= 3 && column <= 5
            ? cell.padStart(widths[column] ?? 0)
            : cell.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}
