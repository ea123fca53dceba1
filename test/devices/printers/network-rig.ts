import { Context, Effect, Layer } from "effect"
import { type Gate, Outage } from "#core/hub/gate.ts"
import { Presence } from "#core/hub/presence.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import { PrinterWire } from "#core/hub/printing.ts"
import { Setups } from "#core/hub/setup.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { KitchenSetup, Printer } from "#core/kitchen/menu.ts"
import type { PrintOutcome } from "#devices/agent/print-machine.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { pressOf } from "#devices/encoders/press.ts"
import { driverReportsLayer } from "#devices/printers/driver-reports.ts"
import {
  type LinePrinter,
  type LinePrinterOptions,
  type LineTiming,
  makeLinePrinter,
} from "#devices/printers/network/line-printer.ts"
import { type NetworkWireOptions, networkWire } from "#devices/printers/network/network-wire.ts"
import { printerMemory } from "#devices/printers/network/printer-memory.ts"
import { tcpLine } from "#devices/printers/network/tcp-line.ts"
import { reportLineLayer } from "#devices/printers/report-line.ts"
import { printerProfilesLayer } from "#devices/profiles/profile-files.ts"
import type { NetworkPrinter } from "#devices/simulators/network-printer.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"
import { printerFor } from "#test/devices/mqtt/hub-double.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

/** A hub that drives its printers itself, until its scope closes; setups are what the test says. */
export const networkHub = (
  gate: Layer.Layer<Gate>,
  options: NetworkWireOptions,
  setups: SetupsDouble = setupsDouble(),
) => {
  const present = new Set<string>()
  const presence = Layer.succeed(Presence, {
    arrive: ({ principal }, { wire, address }) => {
      const who = `${principal.id} ${wire} ${address}`
      return Effect.asVoid(
        Effect.acquireRelease(
          Effect.sync(() => void present.add(who)),
          () => Effect.sync(() => void present.delete(who)),
        ),
      )
    },
  })
  const services = driverReportsLayer.pipe(
    Layer.provideMerge(
      Layer.effect(PrinterWire, networkWire({ timing: quick, leaveMs: 0, ...options })),
    ),
    Layer.provideMerge(reportLineLayer),
    Layer.provide(Layer.mergeAll(presence, gate, printerProfilesLayer, paperLayer, setups.layer)),
  )
  return Effect.map(Layer.build(services), (built) => ({
    wire: Context.get(built, PrinterWire),
    present,
  }))
}

export interface SetupsDouble {
  readonly layer: Layer.Layer<Setups>
  readonly change: (tenantId: string, printers: ReadonlyArray<Printer>) => void
}

/** Pictures that change when the test says so. */
export const setupsDouble = (): SetupsDouble => {
  const pictures = new Map<string, KitchenSetup>()
  const listeners = new Set<(tenantId: TenantId, setup: KitchenSetup) => void>()
  return {
    layer: Layer.succeed(Setups, {
      get: (tenantId) =>
        Effect.suspend(() => {
          const picture = pictures.get(tenantId)
          return picture === undefined
            ? Effect.fail(new Outage({ reason: "none yet" }))
            : Effect.succeed(picture)
        }),
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }),
    change: (tenantId, printers) => {
      // The wire asks for nothing else.
      const picture = { printers } as unknown as KitchenSetup
      pictures.set(tenantId, picture)
      for (const listener of listeners) listener(tenantId as TenantId, picture)
    },
  }
}

export const networkPrinterFor = (port: number, change: Partial<Printer> = {}): Printer => ({
  ...printerFor(`grill-${crypto.randomUUID()}`),
  driver: "network",
  address: { host: "127.0.0.1", port },
  ...change,
})

/** Every piece of paper, as words. */
export const wordsFrom = ({ papers }: NetworkPrinter, profile = "generic-escpos") => {
  const press = pressOf(profiles.of(profile), 48)
  return papers().map(({ bytes, complete }) => ({
    words: wordsOn(readPaper(bytes, press).items).join("\n"),
    complete,
  }))
}

const profiles = Effect.runSync(
  PrinterProfiles.pipe(Effect.provide(printerProfilesLayer)) as Effect.Effect<
    PrinterProfiles["Service"]
  >,
)

/** Milliseconds, short enough for a test. */
export const quick: LineTiming = {
  answerMs: 150,
  pollMs: 100,
  aliveMs: 100,
  holdMs: 60_000,
  restMs: 100,
  awayMs: 400,
}

/** A machine that dials a port, under the hub's rules. */
export const dialPrinter = Effect.fnUntraced(function* (
  port: number,
  options: Partial<LinePrinterOptions> & { readonly directory?: string } = {},
) {
  const directory = options.directory ?? (yield* scratchFolder)
  const machine: LinePrinter = yield* makeLinePrinter({
    open: tcpLine({ host: "127.0.0.1", port }, 1000),
    memory: printerMemory(directory, `127.0.0.1:${port}`),
    timing: quick,
    ...options,
  })
  yield* machine.looked
  let begun = 0
  return {
    machine,
    /** How often it went ahead: what a journal would have written. */
    begun: () => begun,
    print: (bytes: Uint8Array, fence = "a1b2"): Effect.Effect<PrintOutcome> =>
      machine.print(
        { job: "j", bytes, fence },
        Effect.sync(() => {
          begun += 1
        }),
      ),
  }
})

/** Of so many bytes, from initialize to cut. */
export const ticketOf = (length: number): Uint8Array =>
  Buffer.concat([
    Buffer.of(0x1b, 0x40),
    Buffer.from(`${"x".repeat(39)}\n`.repeat(Math.ceil(length / 40)).slice(0, length - 6)),
    Buffer.of(0x0a, 0x1d, 0x56, 0x00),
  ])
