/** The known name that somebody probably meant: a letter or two away, or undefined. */
export const nearMiss = (written: string, known: ReadonlyArray<string>): string | undefined => {
  const within = Math.max(1, Math.min(3, Math.floor(written.length / 3)))
  const [best] = known
    .map((name) => ({ name, steps: distance(written, name) }))
    .filter(({ steps }) => steps <= within)
    .sort((a, b) => a.steps - b.steps)
  return best?.name
}

/** Letters to add, drop or change (Levenshtein). */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min(
          (row[j + 1] ?? 0) + 1,
          (next[j] ?? 0) + 1,
          (row[j] ?? 0) + (letter === other ? 0 : 1),
        ),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
