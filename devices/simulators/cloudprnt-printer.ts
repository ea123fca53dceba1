import { Effect, Result, Schema } from "effect"
import { exchange, type NoAnswer, type PullFaults, type PullMoment } from "./pull-faults.ts"
import type { VirtualPrinter } from "./virtual-printer.ts"

export interface CloudPrntPrinterOptions extends PullFaults {
  /** Where it asks: `http://hub:8080/p/{secret}/cloudprnt`. */
  readonly url: string
  readonly mac: string
  /** Between two questions, in milliseconds. */
  readonly pollMs: number
  /** Kinds of paper that it can print. */
  readonly accepts: ReadonlyArray<string>
  /** Confirms by `GET …&delete`, as behind a proxy that lets no DELETE through. */
  readonly confirmsByGet?: boolean
  /** How often it tries to confirm before it gives up. */
  readonly confirmTimes?: number
  readonly machine: VirtualPrinter
}

const PollAnswer = Schema.Struct({
  jobReady: Schema.Boolean,
  mediaTypes: Schema.optionalKey(Schema.Array(Schema.String)),
  jobToken: Schema.optionalKey(Schema.String),
  clientAction: Schema.optionalKey(Schema.Array(Schema.Struct({ request: Schema.String }))),
})

/**
 * A Star printer that asks over HTTP, as the protocol guide has it: poll, fetch, print, confirm. It keeps nothing but its
 * paper: interrupted, it has forgotten everything, as after a power cut. Runs until then.
 */
export const cloudPrntPrinter = (options: CloudPrntPrinterOptions): Effect.Effect<never> => {
  const { machine, mac } = options
  const moment = (at: PullMoment) => options.moment?.(at) ?? Effect.void
  let answers: ReadonlyArray<object> | undefined

  const poll = Effect.gen(function* () {
    const said = {
      status: "",
      printerMAC: mac,
      statusCode: encodeURIComponent(starCode(machine)),
      printingInProgress: false,
      clientAction: answers ?? null,
    }
    const { status, body } = yield* exchange(options, options.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(said),
    })
    answers = undefined
    if (status !== 200) return undefined
    const decoded = decodeAnswer(Buffer.from(body).toString("utf8"))
    if (Result.isFailure(decoded)) return undefined
    answers = decoded.success.clientAction?.map(({ request }) => ({
      request,
      result: actionResult(request),
    }))
    return decoded.success
  })

  const address = (query: Readonly<Record<string, string>>) =>
    `${options.url}?${new URLSearchParams({ mac, ...query })}`

  /** Told again until somebody says that it is understood. */
  const confirm = (token: string, code: string): Effect.Effect<void, NoAnswer> =>
    Effect.gen(function* () {
      const times = options.confirmTimes ?? 5
      for (let retry = 0; retry < times; retry += 1) {
        const query = { code, token, ...(retry === 0 ? {} : { retry: String(retry) }) }
        const url = options.confirmsByGet === true ? `${address(query)}&delete` : address(query)
        const method = options.confirmsByGet === true ? "GET" : "DELETE"
        const answer = yield* Effect.result(exchange(options, url, { method }))
        if (Result.isSuccess(answer) && answer.success.status < 500) return
        yield* Effect.sleep(options.pollMs)
      }
    })

  const print = (token: string, mediaTypes: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      const type = options.accepts.find((one) => mediaTypes.includes(one))
      if (type === undefined) return yield* confirm(token, "510 no common media type")
      const fetched = yield* Effect.result(exchange(options, address({ token, type }), {}))
      if (Result.isFailure(fetched) || fetched.success.status !== 200)
        return yield* confirm(token, "520 download failed")
      yield* moment("fetched")
      yield* machine.print(token, fetched.success.body)
      yield* moment("printed")
      yield* confirm(token, "200 OK")
      yield* moment("confirmed")
    })

  const turn = Effect.gen(function* () {
    yield* moment("asking")
    const answer = yield* poll
    if (answer?.jobReady === true && isWell(machine))
      yield* print(answer.jobToken ?? "", answer.mediaTypes ?? [])
  }).pipe(Effect.ignore)

  return Effect.forever(Effect.andThen(turn, Effect.sleep(options.pollMs)))
}

const decodeAnswer = Schema.decodeUnknownResult(Schema.fromJsonString(PollAnswer))

const isWell = (machine: VirtualPrinter): boolean => {
  const { paper, coverOpen } = machine.status()
  return paper !== "out" && !coverOpen
}

const starCode = (machine: VirtualPrinter): string => {
  const { paper, coverOpen } = machine.status()
  if (coverOpen) return "420 cover open"
  if (paper === "out") return "410 paper out"
  return paper === "low" ? "211 paper low" : "200 OK"
}

const actionResult = (request: string): unknown => {
  switch (request) {
    case "PageInfo":
      return { paperWidth: 80, printWidth: 72, horizontalResolution: 8, verticalResolution: 8 }
    case "ClientType":
      return "Star mC-Print3"
    case "ClientVersion":
      return "4.0"
    default:
      return ""
  }
}
