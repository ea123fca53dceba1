import { Schema, SchemaAST } from "effect"
import { Uuid } from "#core/kitchen/ids.ts"

export type Fields = Schema.Struct.Fields

/** What a POST says: the fields, and an id when the client chooses it. */
export const createBody = (thing: string, fields: Fields): Schema.Codec<CreateBody, unknown> =>
  Schema.Struct({ id: Schema.optionalKey(Uuid), ...fields }).annotate({
    identifier: `New${pascal(thing)}`,
  }) as unknown as Schema.Codec<CreateBody, unknown>

export type CreateBody = { readonly id?: string } & Readonly<Record<string, unknown>>

/** What a PATCH says: any of the fields; `null` takes an optional one away. Fields that never change are unknown here. */
export const patchBody = (
  thing: string,
  fields: Fields,
  fixed: ReadonlyArray<string>,
): Schema.Codec<PatchBody, unknown> =>
  Schema.Struct(
    Object.fromEntries(
      Object.entries(fields)
        .filter(([name]) => !fixed.includes(name))
        .map(([name, field]) => [name, patchField(field)]),
    ),
  ).annotate({ identifier: `${pascal(thing)}Change` }) as unknown as Schema.Codec<
    PatchBody,
    unknown
  >

export type PatchBody = Readonly<Record<string, unknown>>

const patchField = (field: Fields[string]) =>
  SchemaAST.isOptional(field.ast)
    ? Schema.optionalKey(Schema.NullOr(Schema.requiredKey(field as Schema.optionalKey<Schema.Top>)))
    : Schema.optionalKey(field)

/** What every answer shows of one document. */
export const documentAnswer = (thing: string, fields: Fields, shown: Fields): AnyJson =>
  Schema.Struct({ id: Uuid, ...fields, ...shown, rev: Schema.Int }).annotate({
    identifier: pascal(thing),
  }) as unknown as AnyJson

/** `modifier_group` → `ModifierGroup`, its name in the OpenAPI document. */
const pascal = (thing: string): string =>
  thing.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** Of the document itself an answer's Schema is only the description. */
type AnyJson = Schema.Codec<unknown, unknown>

/** `?page=1&size=50`, with further fields to choose by. */
export const pageQuery = <const Extra extends Fields>(extra: Extra) =>
  Schema.Struct({
    page: Schema.optionalKey(
      Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 1e6 })),
    ),
    size: Schema.optionalKey(
      Schema.NumberFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 200 })),
    ),
    ...extra,
  })

export const pageAnswer = (item: AnyJson) =>
  Schema.Struct({
    items: Schema.Array(item),
    total: Schema.Int,
    page: Schema.Int,
    size: Schema.Int,
  })

/** Page and size as asked for, or the first 50. */
export const pageOf = (query: {
  readonly page?: number
  readonly size?: number
}): { readonly page: number; readonly size: number } => ({
  page: query.page ?? 1,
  size: query.size ?? 50,
})

/** The page that a query asks for, of a list that is known as a whole. */
export const pageIn = <A>(all: ReadonlyArray<A>, query: Parameters<typeof pageOf>[0]) => {
  const { page, size } = pageOf(query)
  return { items: all.slice((page - 1) * size, page * size), total: all.length, page, size }
}
