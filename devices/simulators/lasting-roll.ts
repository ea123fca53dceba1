import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { Effect, Schema, type Scope } from "effect"
import type { ShownPrinter } from "./shown-printer.ts"

type Paper = ReturnType<ShownPrinter["machine"]["papers"]>[number]

/** A finished paper, a line each. */
const Line = Schema.fromJsonString(
  Schema.Struct({
    n: Schema.Int,
    job: Schema.optionalKey(Schema.String),
    base64: Schema.String,
    complete: Schema.Boolean,
    torn: Schema.Boolean,
    at: Schema.Finite,
  }),
)

/** Papers that stay; the file holds twice as many at most. */
const kept = 50

/**
 * The printer, whose papers lie where they fell although its program is killed: what came out, came out. Only the piece
 * that hung in its mouth is gone. A line that the kill cut short is none.
 */
export const lasting = Effect.fnUntraced(function* (
  file: string,
  printer: ShownPrinter,
): Effect.fn.Return<ShownPrinter, never, Scope.Scope> {
  mkdirSync(dirname(file), { recursive: true })
  const before = readRoll(file).slice(-kept)
  const base = before.at(-1)?.n ?? 0
  const recent = () => printer.machine.papers().map((paper) => ({ ...paper, n: base + paper.n }))
  let lines = Number.POSITIVE_INFINITY
  let last = base

  const write = () => {
    const finished = recent().filter(({ complete, torn }) => complete || torn)
    const fresh = finished.filter(({ n }) => n > last)
    if (fresh.length === 0 && lines !== Number.POSITIVE_INFINITY) return
    last = fresh.at(-1)?.n ?? last
    lines += fresh.length
    if (lines <= 2 * kept) return appendFileSync(file, fresh.map(lineOf).join(""))
    const all = [...before, ...finished].slice(-kept)
    writeFileSync(`${file}.new`, all.map(lineOf).join(""))
    renameSync(`${file}.new`, file)
    lines = all.length
  }
  write()
  yield* printer.machine.onChange(write)
  return {
    ...printer,
    machine: { ...printer.machine, papers: () => [...before, ...recent()].slice(-kept) },
  }
})

const lineOf = ({ bytes, ...paper }: Paper): string =>
  `${JSON.stringify({ ...paper, base64: Buffer.from(bytes).toString("base64") })}\n`

const readRoll = (file: string): ReadonlyArray<Paper> => {
  try {
    return readFileSync(file, "utf8").split("\n").flatMap(paperOf)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return []
    throw cause
  }
}

const paperOf = (line: string): ReadonlyArray<Paper> => {
  const decoded = Schema.decodeUnknownOption(Line)(line)
  if (decoded._tag === "None") return []
  const { base64, ...paper } = decoded.value
  return [{ ...paper, bytes: Buffer.from(base64, "base64") }]
}
