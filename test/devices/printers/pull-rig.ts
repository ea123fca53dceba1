import { Context, Effect, Layer } from "effect"
import { DeviceTroubles, deviceTroublesLayer } from "#core/hub/device-troubles.ts"
import type { Gate } from "#core/hub/gate.ts"
import { Presence } from "#core/hub/presence.ts"
import { PrintJobs } from "#core/hub/print-jobs.ts"
import type { PrinterWire, PrintJobView } from "#core/hub/printing.ts"
import { Setups } from "#core/hub/setup.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { type RequestLimits, unlimitedRequests } from "#core/limits/request-limits.ts"
import { DeviceCredentials, type PulledDevice } from "#core/security/device-credentials.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { brokerReadersLayer } from "#devices/mqtt/broker-readers.ts"
import { deviceOrdersLayer } from "#devices/mqtt/device-orders.ts"
import { embeddedBrokerLayer } from "#devices/mqtt/embedded-broker.ts"
import { mqttLinkLayer } from "#devices/mqtt/mqtt-link.ts"
import { printerConfigsLayer } from "#devices/mqtt/printer-configs.ts"
import { mqttReportsLayer } from "#devices/mqtt/printer-reports.ts"
import { starsOverMqttLayer } from "#devices/printers/cloudprnt/cloudprnt-mqtt.ts"
import { driverReportsLayer } from "#devices/printers/driver-reports.ts"
import { type PullTimes, pullTimes } from "#devices/printers/pull/hatch.ts"
import { PullDesk } from "#devices/printers/pull/pull-desk.ts"
import { pullDeskLayer } from "#devices/printers/pull/pull-desk-layer.ts"
import { pullRoutes } from "#devices/printers/pull-routes.ts"
import { reportLineLayer } from "#devices/printers/report-line.ts"
import { servedHub, servedLayers } from "#test/core/http/served-hub.ts"
import { margaux } from "#test/devices/mqtt/broker-rig.ts"
import { printerFor } from "#test/devices/mqtt/hub-double.ts"
import { limitsLayer } from "#test/support/limits.ts"
import { setup } from "#test/support/memory-kitchen.ts"

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
  Layer.mock(DeviceCredentials, {
    byAddress: (secret) => Effect.sync(() => bySecret.get(secret)),
    isKnown: () => Effect.succeed(true),
    claimCode: (_device, _hardwareId, origin = "") =>
      Effect.succeed({ userCode: "BCDF-GHJK", approveAt: `${origin}/pair#code=BCDF-GHJK` }),
    whenChanged: () => Effect.void,
    heardFrom: () => Effect.void,
  })

export const quick: PullTimes = {
  ...pullTimes,
  lostAfterMs: [400, 1_000],
  patienceMs: 40,
  forGoodMs: 2_000,
}

/** The hub's side of printers that fetch: real HTTP, real broker, real rules; gate, credentials and queue are the test's. */
export const pullHub = Effect.fnUntraced(function* (
  gate: Layer.Layer<Gate>,
  places: Addresses,
  times: PullTimes = quick,
  limits: RequestLimits = unlimitedRequests,
) {
  const handedIn = new Map<string, Pick<PrintJobView, "id" | "attempts" | "state">>()
  const printers = new Map<string, Printer>()
  const over = new Set<string>()
  const jobs = Layer.succeed(PrintJobs, {
    get: () => Effect.undefined,
    list: () =>
      Effect.sync(() => {
        const items = Array.from(handedIn.values(), (job) => ({
          ...job,
          state: over.has(job.id) ? "cancelled" : job.state,
        })) as unknown as ReadonlyArray<PrintJobView>
        return { items, total: items.length }
      }),
  })
  const setups = Layer.succeed(Setups, {
    get: () => Effect.sync(() => ({ ...setup, printers: [...printers.values()] })),
    onChange: () => () => undefined,
  })
  const present: Array<string> = []
  const presence = Layer.succeed(Presence, {
    arrive: ({ principal }, { wire: by }) =>
      Effect.asVoid(
        Effect.acquireRelease(
          Effect.sync(() => void present.push(`${by} ${principal.id}`)),
          () => Effect.sync(() => void present.splice(present.indexOf(`${by} ${principal.id}`), 1)),
        ),
      ),
  })
  const broker = embeddedBrokerLayer({ host: "127.0.0.1", port: 0 })
  const services = yield* Layer.build(
    Layer.mergeAll(
      mqttReportsLayer.pipe(Layer.provide(starsOverMqttLayer({ waitingMs: 30, restingMs: 100 }))),
      driverReportsLayer,
    ).pipe(
      Layer.provide(gate),
      Layer.provide(Layer.mergeAll(deviceOrdersLayer, printerConfigsLayer)),
      Layer.provideMerge(pullDeskLayer(times)),
      Layer.provideMerge(Layer.mergeAll(mqttLinkLayer, reportLineLayer)),
      Layer.provideMerge(broker),
      Layer.provideMerge(
        Layer.mergeAll(
          credentialsOf(places),
          deviceTroublesLayer,
          brokerReadersLayer(Buffer.from("readers")),
          paperLayer,
          limitsLayer(limits),
          jobs,
          setups,
          presence,
          brokerReadersLayer(Buffer.from("readers")),
        ),
      ),
    ),
  )
  const machines = yield* pullRoutes(limits.device).pipe(Effect.provide(services))
  const hub = yield* servedHub({ machines }).pipe(Effect.provide(yield* Layer.build(servedLayers)))
  const desk = Context.get(services, PullDesk)
  const wire: PrinterWire["Service"] = {
    ...desk.wire,
    send: (scope, printer, attempt) => {
      printers.set(printer.deviceId, printer)
      const known = handedIn.get(attempt.job)
      handedIn.set(attempt.job, {
        id: attempt.job,
        attempts: attempt.attempt,
        state: known?.state ?? "accepted",
      })
      return desk.wire.send(scope, printer, attempt)
    },
  }
  return {
    ...{ url: hub.url, wire, desk, over, printers },
    present: () => present,
    troubles: Context.get(services, DeviceTroubles),
  }
})

export const pullPrinter = (
  { deviceId }: PulledDevice,
  change: Partial<Printer> & Pick<Printer, "driver">,
): Printer => ({ ...printerFor(deviceId), ...change })
