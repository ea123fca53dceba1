import { Schema } from "effect"

/** Key of a printer's profile: what the file is called. The one place that says which keys a printer may name. */
export const ProfileKey = Schema.String.check(
  Schema.isPattern(/^[a-z0-9][a-z0-9-]{0,63}$/, {
    message: "Expected the key of a printer's profile such as generic-escpos",
  }),
)
