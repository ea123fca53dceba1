import { Schema } from "effect"
import { Name } from "#core/plugins/field.ts"

export const Tax = Schema.Struct({
  name: Name,
  /** Basis points: 1000 is 10 %. */
  rate: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 10_000 })),
  /** Prices on the menu contain it already. */
  included: Schema.Boolean,
}).annotate({ identifier: "Tax" })

export const Taxes = Schema.Array(Tax).check(
  Schema.isMaxLength(20),
  Schema.makeFilter((taxes) => {
    const names = taxes.map(({ name }) => name.toLowerCase())
    return new Set(names).size === names.length ? undefined : "Two taxes have the same name"
  }),
)
