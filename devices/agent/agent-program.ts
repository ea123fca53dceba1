import { join } from "node:path"
import { Data, Effect, Fiber } from "effect"
import { type Dialling, makeDials } from "#devices/printers/network/dials.ts"
import { makeLinePrinter } from "#devices/printers/network/line-printer.ts"
import type { OpenLine } from "#devices/printers/network/printer-line.ts"
import { printerMemory } from "#devices/printers/network/printer-memory.ts"
import { tcpLine } from "#devices/printers/network/tcp-line.ts"
import type { AgentConfig, AgentPrinter, PrinterPort } from "./agent-config.ts"
import { deviceIdentity, keepIdentity } from "./device-claim.ts"
import { deviceFileLine } from "./device-file-line.ts"
import { startAgent } from "./mqtt-agent.ts"

/** What a person must mend before the program can run, as one line. */
export class AgentStopped extends Data.TaggedError("AgentStopped")<{ readonly line: string }> {}

/** Pause before a printer whose disk failed is begun anew, in milliseconds. */
const againMs = 10_000
/** How long a paper that is coming may take when the program stops, in milliseconds. */
const leaveMs = 8000
const connectMs = 3000

/** Every printer of the file, each with a session and a journal of its own, until it is interrupted; then it drains. */
export const runAgent = (config: AgentConfig): Effect.Effect<never, AgentStopped> =>
  Effect.flatMap(makeDials(), (dialling) =>
    Effect.forEach(config.printers, (printer) => keepServing(config, printer, dialling), {
      concurrency: "unbounded",
      discard: true,
    }),
  ).pipe(Effect.andThen(Effect.never))

const keepServing = (
  config: AgentConfig,
  printer: AgentPrinter,
  dialling: Dialling,
): Effect.Effect<never, AgentStopped> =>
  Effect.scoped(serve(config, printer, dialling)).pipe(
    Effect.catchTag("JournalFailed", ({ reason }) =>
      Effect.logError("The journal cannot be written, so nothing is printed", {
        printer: printer.name,
        reason,
      }).pipe(Effect.andThen(Effect.sleep(againMs))),
    ),
    Effect.catchTag("ClaimRefused", ({ reason }) => stopped(printer, reason)),
    Effect.catchTag("UnfitDevice", ({ deviceId }) =>
      stopped(printer, `${deviceId} is no device id`),
    ),
    Effect.forever,
  )

const stopped = ({ name }: AgentPrinter, what: string) =>
  Effect.fail(new AgentStopped({ line: `printer "${name}": ${what}` }))

const serve = Effect.fnUntraced(function* (
  config: AgentConfig,
  { name, claim, port, fence, language, columns, model }: AgentPrinter,
  dialling: Dialling,
) {
  const folder = join(config.data, name)
  const identity = yield* deviceIdentity({
    hub: config.hub,
    folder,
    ...(claim === undefined ? {} : { claim }),
  })
  const { deviceId, tenantId, mqtt } = identity
  const memory = printerMemory(folder, JSON.stringify(port))
  const machine = yield* makeLinePrinter({
    open: lineTo(port),
    memory,
    dialling,
    ...(fence === undefined ? {} : { fence }),
    ...(language === undefined ? {} : { language }),
  })
  yield* machine.looked
  // What the file says, else what the printer said of itself at an earlier start.
  const called = model ?? memory.model()
  const agent = yield* startAgent(
    {
      url: mqtt.url,
      tenantId,
      deviceId,
      secret: mqtt.password,
      directory: folder,
      columns: columns ?? 48,
      ...(called === undefined ? {} : { model: called }),
      keepSecret: (password) => keepIdentity(folder, { ...identity, mqtt: { ...mqtt, password } }),
    },
    machine,
  )
  const working = yield* Effect.forkScoped(agent.run)
  // Before the worker ends and the farewell is said.
  yield* Effect.addFinalizer(() => Effect.timeoutOption(agent.leave, leaveMs))
  yield* Effect.logInfo("A printer is served", { printer: name, boot: agent.boot })
  return yield* Fiber.join(working)
})

const lineTo = (port: PrinterPort): OpenLine => {
  switch (port.kind) {
    case "tcp":
      return tcpLine(port, connectMs)
    case "usb":
    case "serial":
      return deviceFileLine(port)
  }
}
