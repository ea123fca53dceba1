import { Effect, Schema } from "effect"
import { settings } from "#core/plugins/settings.ts"

export const homeSettings = settings(
  Schema.Struct({
    /** First level of the topics that Home Assistant looks at. */
    prefix: Schema.String.check(
      Schema.isPattern(/^(?!heard$)[A-Za-z0-9_-]{1,32}$/u, {
        message: "Expected letters, digits, _ and -, and not heard",
      }),
    ).pipe(Schema.withDecodingDefaultKey(Effect.succeed("homeassistant"))),
    /** Another number is another password. */
    accountNumber: Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 1_000_000 })).pipe(
      Schema.withDecodingDefaultKey(Effect.succeed(1)),
    ),
  }),
)
