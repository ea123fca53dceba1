import { Result, Schema } from "effect"

/** `POST` of a Star printer that asks for work, and `client-status` over MQTT. Unknown fields are let be. */
export const StarPoll = Schema.Struct({
  printerMAC: Schema.String.check(Schema.isMaxLength(64)),
  statusCode: Schema.String.check(Schema.isMaxLength(200)),
  printingInProgress: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  clientAction: Schema.optionalKey(
    Schema.NullOr(
      Schema.Array(
        Schema.Struct({ request: Schema.String, result: Schema.optionalKey(Schema.Unknown) }),
      ),
    ),
  ),
}).annotate({ identifier: "StarPoll" })
export type StarPoll = typeof StarPoll.Type

/** `print-result` over MQTT. */
export const StarResult = Schema.Struct({
  jobToken: Schema.String.check(Schema.isMaxLength(64)),
  printSucceeded: Schema.Boolean,
  statusCode: Schema.String.check(Schema.isMaxLength(200)),
}).annotate({ identifier: "StarPrintResult" })
export type StarResult = typeof StarResult.Type

/** What the hub wants to know of a printer once. */
export const wantedActions = [
  { request: "PageInfo", options: "" },
  { request: "ClientType", options: "" },
  { request: "ClientVersion", options: "" },
] as const

/** What a printer answered to {@link wantedActions}. */
export const aboutStar = (
  poll: StarPoll,
): { readonly model?: string; readonly version?: string } | undefined => {
  if (poll.clientAction == null || poll.clientAction.length === 0) return undefined
  const said = (request: string): string | undefined => {
    const result = poll.clientAction?.find((one) => one.request === request)?.result
    return typeof result === "string" ? result.slice(0, 64) : undefined
  }
  const [model, version] = [said("ClientType"), said("ClientVersion")]
  return {
    ...(model === undefined ? {} : { model }),
    ...(version === undefined ? {} : { version }),
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** The bytes as one of the messages above, or nothing when they are not one. */
export const readStar = <A>(schema: Schema.Codec<A, unknown>, bytes: Uint8Array): A | undefined => {
  const parsed = Result.try(() => JSON.parse(utf8.decode(bytes)) as unknown)
  const decoded = Result.flatMap(parsed, Schema.decodeUnknownResult(schema))
  return Result.isSuccess(decoded) ? decoded.success : undefined
}
