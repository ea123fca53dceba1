import { readFileSync } from "node:fs"
import { mkdir, rename, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Result, Schema } from "effect"
import { PaperFence } from "#core/hub/printer-profile.ts"

const Traits = Schema.Struct({
  /** Where it was when it was asked: another printer may hang there after it moved. */
  at: Schema.String,
  fence: Schema.optionalKey(PaperFence),
  model: Schema.optionalKey(Schema.String),
  /** It has answered a question about its status. */
  answers: Schema.optionalKey(Schema.Boolean),
})
type Traits = typeof Traits.Type

/** What a printer was found to be capable of: asked once, remembered across starts. */
export interface PrinterMemory {
  readonly fence: () => Traits["fence"]
  readonly answers: () => boolean
  readonly model: () => string | undefined
  readonly remember: (traits: Omit<Traits, "at">) => Effect.Effect<void>
}

/**
 * Kept in `{directory}/printer.json`.
 *
 * @param at its address; what is remembered of another one counts for nothing
 */
export const printerMemory = (directory: string, at: string): PrinterMemory => {
  const file = join(directory, "printer.json")
  let traits = readTraits(file, at)
  return {
    fence: () => traits.fence,
    answers: () => traits.answers === true,
    model: () => traits.model,
    remember: (found) => {
      const next = { ...traits, ...found }
      if (JSON.stringify(next) === JSON.stringify(traits)) return Effect.void
      traits = next
      return Effect.tryPromise(async () => {
        await mkdir(directory, { recursive: true })
        await writeFile(`${file}.new`, `${JSON.stringify(next)}\n`)
        await rename(`${file}.new`, file)
        // A disk that does not take it costs the same question after the next start.
      }).pipe(Effect.ignore)
    },
  }
}

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Traits))

const readTraits = (file: string, at: string): Traits => {
  const kept = Result.flatMap(
    Result.try(() => readFileSync(file, "utf8")),
    decode,
  )
  return Result.isSuccess(kept) && kept.success.at === at ? kept.success : { at }
}
