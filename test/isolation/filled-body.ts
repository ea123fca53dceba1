import type { BodySchema, RouteDocument } from "./documented-routes.ts"

/** A value for a field by its name, where any text would not do; undefined: the schema decides. */
export type FieldValue = (name: string) => unknown

/**
 * A body that fills every field of a route's schema: what is free text says `text`, so that all that a restaurant can
 * write down anywhere can be looked for elsewhere. Collections of plugins to come are filled without another word.
 */
export const filledBody = (
  { resolve }: Pick<RouteDocument, "resolve">,
  schema: BodySchema,
  text: string,
  valueFor: FieldValue,
): Readonly<Record<string, unknown>> => {
  const fill = (name: string, given: BodySchema): unknown => {
    const known = valueFor(name)
    if (known !== undefined) return known === leftOut ? undefined : known
    const one = resolve(given)
    const [choice] = one.anyOf?.filter(({ type }) => type !== "null") ?? [one]
    return choice === undefined ? undefined : plain(name, resolve(choice))
  }
  const plain = (name: string, one: BodySchema): unknown => {
    if (one.enum !== undefined) return one.enum[0]
    switch (one.type) {
      case "string":
        return text
      case "integer":
      case "number":
        return Math.max(one.minimum ?? 0, 0)
      case "boolean":
        return true
      case "array":
        return one.items === undefined ? [] : [fill(name, one.items)]
      case "object":
        return one.properties === undefined ? { fr: text } : fields(one)
      default:
        return undefined
    }
  }
  const fields = ({ properties = {} }: BodySchema): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      Object.entries(properties)
        .map(([name, field]) => [name, fill(name, field)] as const)
        .filter(([, value]) => value !== undefined),
    )
  return (fill("", schema) ?? {}) as Readonly<Record<string, unknown>>
}

export const leftOut: unique symbol = Symbol("left out")
