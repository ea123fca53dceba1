import { Arbitrary, Effect, Schema } from "effect"

/**
 * What a Schema allows, encoded; the same in every run. Wherever an id stands there is the given one: most Schemas take
 * any text for an id, and no real one is empty.
 *
 * @param idOf by the number of the sample
 */
export const sampled = (
  schema: Schema.Codec<unknown, unknown>,
  count: number,
  idOf: (n: number) => string,
): Effect.Effect<ReadonlyArray<unknown>> =>
  Arbitrary.sampleEffect(Arbitrary.schema(Schema.toType(schema)), { count, seed: 7 }).pipe(
    Effect.flatMap((values) =>
      Effect.all(values.map((value) => Schema.encodeEffect(schema)(value))),
    ),
    Effect.map((values) => values.map((value, n) => withIds(value, idOf(n)))),
    Effect.orDie,
  )

const withIds = (json: unknown, id: string): unknown =>
  JSON.parse(
    JSON.stringify(json, (name, value) =>
      typeof value === "string" && /(^i|I)d$/.test(name) ? id : value,
    ),
  )
