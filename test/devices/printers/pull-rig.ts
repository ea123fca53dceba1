import { Context, Effect, Layer } from "effect"
import { deviceTroublesLayer } from "#core/hub/device-troubles.ts"
import type { Gate } from "#core/hub/gate.ts"
import type { PrinterWire, PrintJobView } from "#core/hub/printing.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { unlimitedRequests } from "#core/limits/request-limits.ts"
import { DeviceCredentials, type PulledDevice } from "#core/security/device-credentials.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { cloudPrntRoutes } from "#devices/printers/cloudprnt/cloudprnt-routes.ts"
import { driverReportsLayer } from "#devices/printers/driver-reports.ts"
import { epsonRoutes } from "#devices/printers/epson/epson-routes.ts"
import { addressDoor } from "#devices/printers/pull/address-door.ts"
import { type PullTimes, pullTimes } from "#devices/printers/pull/hatch.ts"
import type { JobBook } from "#devices/printers/pull/job-book.ts"
import { jobToken } from "#devices/printers/pull/job-token.ts"
import { PullDesk, pullDeskLayer } from "#devices/printers/pull/pull-desk.ts"
import { reportLineLayer } from "#devices/printers/report-line.ts"
import { servedHub, servedLayers } from "#test/core/http/served-hub.ts"
import { margaux } from "#test/devices/mqtt/broker-rig.ts"
import { printerFor } from "#test/devices/mqtt/hub-double.ts"
import { limitsLayer } from "#test/support/limits.ts"

export const mac = "00:11:62:0a:0b:0c"

/** Devices by their secrets, as the test wants them. */
export interface Addresses {
  readonly bySecret: Map<string, PulledDevice>
  readonly add: (
    kind: PulledDevice["kind"],
    change?: Partial<PulledDevice>,
  ) => { readonly secret: string; readonly device: PulledDevice }
}

export const addresses = (): Addresses => {
  const bySecret = new Map<string, PulledDevice>()
  return {
    bySecret,
    add: (kind, change = {}) => {
      const secret = `${crypto.randomUUID()}${crypto.randomUUID()}`.replaceAll("-", "").slice(0, 43)
      const device: PulledDevice = {
        tenantId: margaux as TenantId,
        deviceId: `printer-${crypto.randomUUID()}`,
        status: "active",
        kind,
        hardwareId: mac,
        ...change,
      }
      bySecret.set(secret, device)
      return { secret, device }
    },
  }
}

const credentialsOf = ({ bySecret }: Addresses) =>
  Layer.succeed(DeviceCredentials, {
    verify: () => Effect.die("not asked here"),
    byAddress: (secret) => Effect.sync(() => bySecret.get(secret)),
    isKnown: () => Effect.succeed(true),
    machineOf: () => Effect.succeed(1),
    claimCode: (_device, _hardwareId, origin = "") =>
      Effect.succeed({ userCode: "BCDF-GHJK", approveAt: `${origin}/pair#code=BCDF-GHJK` }),
    brokerAccounts: Effect.succeed([]),
    whenChanged: () => Effect.void,
    heardFrom: () => Effect.void,
  })

export const quick: PullTimes = {
  ...pullTimes,
  lostAfterMs: [400, 1_000],
  patienceMs: 40,
  forGoodMs: 2_000,
}

/** The hub's side of printers that fetch: real HTTP, real rules; the gate, the credentials and the queue are the test's. */
export const pullHub = Effect.fnUntraced(function* (
  gate: Layer.Layer<Gate>,
  places: Addresses,
  times: PullTimes = quick,
) {
  const handedIn = new Map<string, Pick<PrintJobView, "id" | "attempts" | "state">>()
  const over = new Set<string>()
  const found = (is: (id: string) => boolean) =>
    Effect.sync(() => {
      const job = [...handedIn.values()].find(({ id }) => is(id))
      if (job === undefined) return undefined
      return { ...job, state: over.has(job.id) ? "cancelled" : job.state } as PrintJobView
    })
  const book: JobBook = {
    get: (_device, id) => found((one) => one === id),
    byToken: (_device, token) => found((id) => jobToken(id, token.length) === token),
  }
  const services = yield* Layer.build(
    Layer.mergeAll(
      pullDeskLayer(times),
      driverReportsLayer,
      deviceTroublesLayer,
      credentialsOf(places),
      paperLayer,
      limitsLayer(),
    ).pipe(Layer.provideMerge(reportLineLayer), Layer.provide(gate)),
  )
  const desk = Context.get(services, PullDesk)
  const routes = yield* Effect.gen(function* () {
    const door = yield* addressDoor(unlimitedRequests.device)
    return [
      ...(yield* cloudPrntRoutes({ door, book, mqttSetting: () => Effect.undefined })),
      ...(yield* epsonRoutes({ door, book })),
    ]
  }).pipe(Effect.provide(services))
  const hub = yield* servedHub({ machines: routes }).pipe(
    Effect.provide(yield* Layer.build(servedLayers)),
  )
  const wire: PrinterWire["Service"] = {
    ...desk.wire,
    send: (scope, printer, attempt) => {
      handedIn.set(attempt.job, { id: attempt.job, attempts: attempt.attempt, state: "accepted" })
      return desk.wire.send(scope, printer, attempt)
    },
  }
  return { url: hub.url, wire, desk, services, book, over }
})

export const pullPrinter = (
  { deviceId }: PulledDevice,
  change: Partial<Printer> & Pick<Printer, "driver">,
): Printer => ({ ...printerFor(deviceId), ...change })
