/** One order on the board that guests look at. */
export interface BoardOrder {
  readonly number: string
  readonly state: "preparing" | "ready"
  /** ISO 8601: since when it is in this state. */
  readonly since: string
  readonly type?: string
  /** Of a dine-in order its table, else what the guest may be called besides the number. */
  readonly label?: string
}

export type BoardEntry = BoardOrder & { readonly id: string }

/** Preparing: the longest waiting first. Ready: the newest first, where eyes go. */
export const columnsOf = (
  items: ReadonlyMap<string, BoardOrder>,
): { readonly preparing: ReadonlyArray<BoardEntry>; readonly ready: ReadonlyArray<BoardEntry> } => {
  const all = [...items].map(([id, order]): BoardEntry => ({ ...order, id }))
  const oldestFirst = all.toSorted((a, b) => a.since.localeCompare(b.since))
  return {
    preparing: oldestFirst.filter(({ state }) => state === "preparing"),
    ready: oldestFirst.filter(({ state }) => state === "ready").toReversed(),
  }
}
