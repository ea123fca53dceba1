import { Effect, Schema } from "effect"
import { refused } from "#core/kitchen/refusal.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, TranslatedNames } from "#core/plugins/field.ts"

const Option = Schema.Struct({
  /** Unique in its group; made from the name when not given. */
  id: Schema.optionalKey(Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(64))),
  name: Name,
  names: Schema.optionalKey(TranslatedNames),
  kind: Schema.optionalKey(Schema.Literals(["add", "remove", "note", "allergen"])),
  /** Minor units added per piece; a discount is negative. */
  price: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: -1e9, maximum: 1e9 }))),
})

const Choices = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 }))

/** Questions that come with a product: how cooked, what on top, what to leave away. */
export const modifierGroups = collection({
  path: "/modifierGroups",
  table: "modifier_group",
  thing: "modifier_group",
  fields: {
    name: Name,
    names: Schema.optionalKey(TranslatedNames),
    min: Schema.optionalKey(Choices),
    max: Schema.optionalKey(Choices),
    options: Schema.Array(Option).check(Schema.isMinLength(1), Schema.isMaxLength(100)),
  },
  complete: (input) => ({
    ...input,
    min: input.min ?? 0,
    max: input.max ?? Math.max(1, input.min ?? 0),
    options: input.options.map((option) => ({
      ...option,
      id: option.id ?? slug(option.name),
      kind: option.kind ?? ("add" as const),
      price: option.price ?? 0,
    })),
  }),
  order: "name",
  read: "catalog_product.read",
  write: "catalog_product.write",
  usedBy: [
    {
      table: "product",
      field: "modifierGroupIds",
      by: "id",
      code: "MODIFIER_GROUP_IN_USE",
    },
  ],
  check: ({ min, max, options }) => {
    const issues = [
      ...(min > max ? [{ path: "min", message: `More than max, which is ${max}` }] : []),
      ...(min > options.length
        ? [{ path: "min", message: `More than there are options, which is ${options.length}` }]
        : []),
      ...options.flatMap(({ id }, index) =>
        options.findIndex((other) => other.id === id) < index
          ? [{ path: `options.${index}.id`, message: `"${id}" is there already` }]
          : [],
      ),
    ]
    return issues.length === 0
      ? Effect.void
      : Effect.fail(refused("VALIDATION_FAILED", "Nobody could choose from this group", { issues }))
  },
})

/** `Œuf au plat` → `oeuf-au-plat`; a name without Latin letters keeps its own. */
const slug = (name: string): string => {
  const latin = name
    .toLowerCase()
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
  return (latin === "" ? name : latin).slice(0, 64)
}
