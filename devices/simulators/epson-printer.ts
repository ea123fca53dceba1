import { Effect, Result } from "effect"
import { type Exchange, exchange, type PullFaults, type PullMoment } from "./pull-faults.ts"
import type { VirtualPrinter } from "./virtual-printer.ts"

export interface EpsonPrinterOptions extends PullFaults {
  /** Where it asks: `http://hub:8080/p/{secret}/epson`. */
  readonly url: string
  /** Its serial number. */
  readonly serial: string
  /** Between two questions, in milliseconds. */
  readonly pollMs: number
  /** How long it tries to print, in milliseconds. */
  readonly timeoutMs: number
  /** Pushes its status with each question. */
  readonly tellsStatus?: boolean
  /** How often it tries to tell a result before it gives up. */
  readonly tellTimes?: number
  readonly machine: VirtualPrinter
  /** Says success when it has stored a job, prints it later, and how that went when it is asked. */
  readonly spools?: boolean
}

/**
 * An Epson printer with Server Direct Print: asks, prints what the answer holds, tells the result. Interrupted, it has
 * forgotten everything but its paper. Runs until then.
 */
export const epsonPrinter = (options: EpsonPrinterOptions): Effect.Effect<never> => {
  const { machine, serial } = options
  const moment = (at: PullMoment) => options.moment?.(at) ?? Effect.void

  const post = (form: Readonly<Record<string, string>>) =>
    exchange(options, options.url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ ID: "", Name: serial, ...form }).toString(),
    })

  const tell = (job: string, success: boolean, code: string, status: number) =>
    Effect.gen(function* () {
      const result =
        `<?xml version="1.0" encoding="utf-8"?><PrintResponseInfo Version="2.00"><ePOSPrint><Parameter>` +
        `<devid>local_printer</devid><printjobid>${job}</printjobid></Parameter><PrintResponse>` +
        `<response xmlns="http://www.epson-pos.com/schemas/2011/03/epos-print" success="${success}" code="${code}" ` +
        `status="${status}" battery="0"/></PrintResponse></ePOSPrint></PrintResponseInfo>`
      for (let time = 0; time < (options.tellTimes ?? 5); time += 1) {
        const form = { ConnectionType: "SetResponse", ResponseFile: result }
        const answer = yield* Effect.result(post(form))
        if (Result.isSuccess(answer) && answer.success.status < 500) return
        yield* Effect.sleep(options.pollMs)
      }
    })

  const spooler = new Map<string, "Printing" | "printed" | "failed">()
  const spool = (job: string, paper: string) =>
    Effect.gen(function* () {
      if (/^<epos-print[^>]*><\/epos-print>$/.test(paper)) {
        const how = spooler.get(job)
        const code = how === "printed" ? "" : how === "Printing" ? how : "EPTR_REC_EMPTY"
        return yield* tell(job, how === "printed", code, asbOf(machine))
      }
      if (spooler.has(job)) return yield* tell(job, true, "", asbOf(machine))
      spooler.set(job, "Printing")
      yield* Effect.forkDetach(
        machine.print(job, Buffer.from(paper, "utf8")).pipe(
          Effect.timeoutOption(options.timeoutMs),
          Effect.map((done) => spooler.set(job, done._tag === "Some" ? "printed" : "failed")),
        ),
      )
      yield* tell(job, true, "", asbOf(machine))
    })

  const print = ({ body }: Exchange) =>
    Effect.gen(function* () {
      const xml = Buffer.from(body).toString("utf8")
      const job = /<printjobid>([\w.-]{1,30})<\/printjobid>/.exec(xml)?.[1]
      const paper = /<PrintData>(.*)<\/PrintData>/s.exec(xml)?.[1]
      if (job === undefined || paper === undefined) return
      yield* moment("fetched")
      if (options.spools === true) return yield* spool(job, paper)
      const trouble = troubleOf(machine)
      if (trouble !== undefined) return yield* tell(job, false, trouble, asbOf(machine))
      const done = yield* machine.print(job, Buffer.from(paper, "utf8")).pipe(
        Effect.as(true),
        Effect.timeoutOrElse({
          duration: options.timeoutMs,
          orElse: () => Effect.succeed(false),
        }),
      )
      yield* moment("printed")
      if (done) yield* tell(job, true, "", asbOf(machine) | 2)
      else yield* tell(job, false, troubleOf(machine) ?? "EX_TIMEOUT", asbOf(machine))
      yield* moment("confirmed")
    })

  const turn = Effect.gen(function* () {
    yield* moment("asking")
    if (options.tellsStatus === true)
      yield* post({ ConnectionType: "SetStatus", Status: String(asbOf(machine)) })
    const answer = yield* post({ ConnectionType: "GetRequest" })
    if (answer.status === 200 && answer.body.length > 0) yield* print(answer)
  }).pipe(Effect.ignore)

  return Effect.forever(Effect.andThen(turn, Effect.sleep(options.pollMs)))
}

const troubleOf = (machine: VirtualPrinter): string | undefined => {
  const { paper, coverOpen } = machine.status()
  if (coverOpen) return "EPTR_COVER_OPEN"
  return paper === "out" ? "EPTR_REC_EMPTY" : undefined
}

const asbOf = (machine: VirtualPrinter): number => {
  const { paper, coverOpen } = machine.status()
  const cover = coverOpen ? 0x28 : 0
  return 0x0f00_0014 | cover | (paper === "out" ? 0x0008_0008 : paper === "low" ? 0x0002_0000 : 0)
}
