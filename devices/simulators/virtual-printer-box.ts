import { Cause, Effect, Exit, Fiber, Scope, Semaphore } from "effect"
import { type Agent, type AgentOptions, startAgent } from "#devices/agent/mqtt-agent.ts"
import { readEscpos } from "./escpos-decoder.ts"
import { epsonMachine } from "./printer-machine.ts"
import type { ShownPrinter } from "./shown-printer.ts"
import { machineOf, makeVirtualPrinter, type VirtualPrinter } from "./virtual-printer.ts"

/** A printer as it stands in a kitchen: paper machine and agent in one box, on one plug. */
export interface VirtualPrinterBox extends ShownPrinter {
  readonly machine: VirtualPrinter
  /** `power: "cut"` pulls the plug: what the agent had in memory is gone, the journal and the paper stay. */
  readonly apply: ShownPrinter["apply"]
}

/** Switched on until the scope closes; then it says farewell and stops. A journal that fails switches it off. */
export const startBox = Effect.fnUntraced(function* (
  name: string,
  options: AgentOptions,
  keepPapers?: number,
) {
  const machine = makeVirtualPrinter(keepPapers)
  const { dots, ...paper } = epsonMachine(options.columns)
  const plug = yield* Semaphore.make(1)
  const room = yield* Effect.scope
  let running: Running | undefined
  let boot = 0

  const switchOn = Effect.gen(function* () {
    if (running !== undefined) return
    const scope = yield* Scope.fork(room)
    const started = yield* Effect.exit(
      Scope.provide(startAgent(options, machineOf(machine)), scope),
    )
    if (Exit.isFailure(started)) {
      yield* Scope.close(scope, started)
      return yield* Effect.logError("A virtual printer did not start", name, started.cause)
    }
    const agent = started.value
    boot = agent.boot
    const worker = yield* Effect.forkIn(
      Effect.onError(agent.run, (cause) =>
        Cause.hasInterruptsOnly(cause)
          ? Effect.void
          : Effect.logError("A virtual printer stopped", name, cause).pipe(
              // Beside the worker: it cannot wait for its own end.
              Effect.andThen(Effect.forkIn(plug.withPermit(pullPlug), room)),
            ),
      ),
      scope,
    )
    running = { agent, scope, worker }
    machine.apply({})
  })

  const pullPlug = Effect.gen(function* () {
    const was = running
    if (was === undefined) return
    running = undefined
    yield* was.agent.cut
    yield* Fiber.interrupt(was.worker)
    yield* Scope.close(was.scope, Exit.void)
    machine.apply({})
  })

  yield* plug.withPermit(switchOn)
  return {
    id: options.deviceId,
    name,
    columns: options.columns,
    driver: "agent",
    machine,
    across: dots,
    read: (bytes) => readEscpos(bytes, { dots, ...paper }),
    state: () => ({
      power: running === undefined ? "cut" : "on",
      boot,
      ...(running?.agent.link() ?? { connected: false, hubOnline: false }),
    }),
    apply: ({ power, ...faults }) =>
      Effect.gen(function* () {
        machine.apply(faults)
        if (power === "cut") yield* pullPlug
        if (power === "on") yield* switchOn
      }).pipe(plug.withPermit, Effect.uninterruptible),
  } satisfies VirtualPrinterBox
})

interface Running {
  readonly agent: Agent
  readonly scope: Scope.Closeable
  readonly worker: Fiber.Fiber<never, unknown>
}
