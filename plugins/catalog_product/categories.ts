import { Effect, Schema } from "effect"
import { StationKey } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, Sort, TranslatedNames } from "#core/plugins/field.ts"
import { requireStations } from "#plugins/kds/contract.ts"

export const categories = collection({
  path: "/categories",
  table: "category",
  thing: "category",
  fields: {
    name: Name,
    names: Schema.optionalKey(TranslatedNames),
    sort: Schema.optionalKey(Sort),
    station: Schema.optionalKey(StationKey),
    course: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
    color: Schema.optionalKey(
      Schema.String.check(
        Schema.isPattern(/^#[0-9a-f]{6}$/, { message: "Expected a colour such as #1e88e5" }),
      ),
    ),
  },
  complete: (input) => ({ ...input, sort: input.sort ?? 0 }),
  order: "sort",
  read: "catalog_product.read",
  write: "catalog_product.write",
  usedBy: [{ table: "product", field: "categoryId", by: "id", code: "CATEGORY_IN_USE" }],
  check: ({ station }) => (station === undefined ? Effect.void : requireStations([station])),
})
