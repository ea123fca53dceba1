import { Effect, Schema } from "effect"
import { StationKey, Uuid } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, Price, TargetSeconds, TranslatedNames } from "#core/plugins/field.ts"
import { requireStations } from "#plugins/kds/contract.ts"

export const products = collection({
  path: "/products",
  table: "product",
  thing: "product",
  fields: {
    name: Name,
    names: Schema.optionalKey(TranslatedNames),
    kitchenName: Schema.optionalKey(Name),
    categoryId: Uuid,
    price: Price,
    modifierGroupIds: Schema.optionalKey(
      Schema.Array(Uuid).check(Schema.isMaxLength(20), Schema.isUnique()),
    ),
    allergens: Schema.optionalKey(
      Schema.Array(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(40))).check(
        Schema.isMaxLength(30),
        Schema.isUnique(),
      ),
    ),
    targetSeconds: Schema.optionalKey(TargetSeconds),
    station: Schema.optionalKey(StationKey),
    available: Schema.optionalKey(Schema.Boolean),
  },
  complete: (input) => ({
    ...input,
    modifierGroupIds: input.modifierGroupIds ?? [],
    allergens: input.allergens ?? [],
    available: input.available ?? true,
  }),
  order: "name",
  filters: ["categoryId"],
  read: "catalog_product.read",
  write: "catalog_product.write",
  references: [
    { field: "categoryId", table: "category", by: "id", code: "CATEGORY_UNKNOWN" },
    {
      field: "modifierGroupIds",
      table: "modifier_group",
      by: "id",
      code: "MODIFIER_GROUP_UNKNOWN",
    },
  ],
  check: ({ station }) => (station === undefined ? Effect.void : requireStations([station])),
})
