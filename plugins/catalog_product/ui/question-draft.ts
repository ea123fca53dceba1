import type { ModifierGroup } from "#core/kitchen/menu.ts"
import { type Body, changed, namesIn, textIn } from "#core/ui/admin/form-body.ts"
import { amountOf } from "#core/ui/money.ts"

/** A question as the hub keeps it, with the revision that a change must name. */
export type StoredQuestion = ModifierGroup & { readonly rev: number }

/** What is wrong with a form, by the name of the field. */
export type Problems = Readonly<Record<string, string>>

/** Minor units of what an answer adds: nothing where the field is empty, less than nothing with a minus before it. */
export const surcharge = (text: string, currency: string): number | undefined => {
  const [, sign = "", amount = ""] = /^([-−]?)\s*(.*)$/.exec(text.trim()) ?? []
  if (sign === "" && amount === "") return 0
  const minor = amountOf(amount, currency)
  return minor !== undefined && sign !== "" ? -minor : minor
}

/**
 * The form of a question as the hub takes it. The fields of an answer begin with its id, which a dish that is being
 * ordered knows it by: another name changes nothing of that.
 *
 * @param options ids in order
 */
export const questionBody = (
  fields: FormData,
  options: ReadonlyArray<string>,
  languages: ReadonlyArray<string>,
  currency: string,
  before: StoredQuestion | undefined,
): Body => {
  const text = textIn(fields)
  return changed(before, {
    name: text("name"),
    names: namesIn(fields, languages, before),
    min: Number(text("min")),
    max: Number(text("max")),
    options: options.map((id) => {
      const kept = before?.options.find((option) => option.id === id)
      const names = namesIn(fields, languages, kept, `${id}.`)
      return {
        id,
        name: text(`${id}.name`),
        ...(names !== undefined && { names }),
        kind: text(`${id}.kind`),
        price: surcharge(text(`${id}.price`), currency) ?? 0,
      }
    }),
  })
}

/** What the hub would refuse of it, and what it could not be asked. */
export const questionProblems = (
  fields: FormData,
  options: ReadonlyArray<string>,
  currency: string,
  words: {
    readonly minOverMax: string
    readonly minOverOptions: string
    readonly priceWrong: string
  },
): Problems => {
  const text = textIn(fields)
  const min = Number(text("min"))
  const wrong = options
    .map((id) => `${id}.price`)
    .filter((field) => surcharge(text(field), currency) === undefined)
  return {
    ...(min > Number(text("max")) && { min: words.minOverMax }),
    ...(min > options.length && { min: words.minOverOptions }),
    ...Object.fromEntries(wrong.map((field) => [field, words.priceWrong])),
  }
}
