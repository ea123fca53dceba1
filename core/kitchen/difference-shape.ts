import { Schema } from "effect"

export const OrderViewModifier = Schema.Struct({
  optionId: Schema.optionalKey(Schema.String),
  name: Schema.String,
  names: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  kind: Schema.Literals(["add", "remove", "note", "allergen"]),
  quantity: Schema.Int,
})

/** One thing that an amendment made different. Of a modifier, seat or note `was` alone is gone, `now` alone is new. */
export const LineDifference = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("quantity"), was: Schema.Int, now: Schema.Int }),
  Schema.Struct({
    kind: Schema.Literal("modifier"),
    was: Schema.optionalKey(OrderViewModifier),
    now: Schema.optionalKey(OrderViewModifier),
  }),
  Schema.Struct({
    kind: Schema.Literal("seat"),
    was: Schema.optionalKey(Schema.Int),
    now: Schema.optionalKey(Schema.Int),
  }),
  Schema.Struct({
    kind: Schema.Literal("note"),
    was: Schema.optionalKey(Schema.String),
    now: Schema.optionalKey(Schema.String),
  }),
]).annotate({ identifier: "OrderLineDifference" })
export type LineDifference = typeof LineDifference.Type
