import { Schema } from "effect"

/**
 * The business said no. It is an answer, not a failure: it reaches the person who asked, and nothing was stored.
 *
 * `code` is UPPER_SNAKE and never changes its meaning; the edges turn it into a status in one table
 * (`core/http/refusal-status.ts`) or put it into a `nack`.
 */
export class Refused extends Schema.TaggedError<Refused>()("Refused", {
  code: Schema.String,
  detail: Schema.String,
  meta: Schema.Record(Schema.String, Schema.Unknown),
}) {}

/** @param detail one plain English sentence for a person */
export const refused = (
  code: string,
  detail: string,
  meta: Readonly<Record<string, unknown>> = {},
): Refused => new Refused({ code, detail, meta })
