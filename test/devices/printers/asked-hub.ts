import { Effect, Queue } from "effect"
import type { PrinterReport } from "#core/hub/printing.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { JobId, TenantId } from "#core/kitchen/ids.ts"
import type { PrinterDriver } from "#core/kitchen/menu.ts"
import type { RequestLimits } from "#core/limits/request-limits.ts"
import type { PulledDevice } from "#core/security/device-credentials.ts"
import type { PullTimes } from "#devices/printers/pull/hatch.ts"
import { margaux } from "#test/devices/mqtt/broker-rig.ts"
import { attemptOf, recordingGate } from "#test/devices/mqtt/hub-double.ts"
import { addresses, mac, pullHub, pullPrinter } from "./pull-rig.ts"

/** A hub with one printer that fetches, and requests of that printer by hand. */
export const askedHub = Effect.fnUntraced(function* (
  driver: PrinterDriver & ("cloudprnt" | "epson" | "cloudprntMqtt"),
  options: {
    readonly device?: Partial<PulledDevice>
    readonly times?: PullTimes
    readonly limits?: RequestLimits
    readonly profile?: string
    readonly failing?: Parameters<typeof recordingGate>[0]
  } = {},
) {
  const gate = recordingGate(options.failing)
  const places = addresses()
  const kind = driver === "epson" ? "epson" : "cloudprnt"
  const { secret, device } = places.add(kind, options.device)
  const hub = yield* pullHub(gate.layer, places, options.times, options.limits)
  const path = `${hub.url}/p/${secret}/${kind}`
  const profile = options.profile ?? (driver === "epson" ? "epson-tm-m30-sdp" : "star-mc-print3")
  const printer = pullPrinter(device, { driver, profile })
  hub.printers.set(device.deviceId, printer)

  const ask = (url: string, init: RequestInit = {}) =>
    Effect.promise(async () => {
      const answer = await fetch(url, init)
      const bytes = Buffer.from(await answer.arrayBuffer())
      const text = bytes.toString("utf8")
      return { status: answer.status, headers: answer.headers, bytes, text, json: jsonOf(text) }
    })
  const reportsOf = (what: PrinterReport["report"]) =>
    gate.asked.flatMap(({ report }) => (report.report === what ? [report] : []))
  const results = () =>
    gate.asked.flatMap(({ report }) =>
      report.report === "result" ? [[report.state, report.cause ?? report.fence ?? ""]] : [],
    )
  return {
    ...{ hub, places, secret, device, printer, gate, path, ask, reportsOf, results },
    send: (job = crypto.randomUUID() as JobId, attempt = 1, mayBeOut = false) =>
      Effect.as(
        hub.wire.send(systemScope(margaux as TenantId), printer, {
          ...attemptOf(job, attempt),
          ...(mayBeOut ? { mayBeOut: true } : {}),
        }),
        job,
      ),
    poll: (statusCode = "200%20OK", more: object = {}) =>
      ask(path, {
        method: "POST",
        body: JSON.stringify({ printerMAC: mac, statusCode, printingInProgress: false, ...more }),
      }),
    get: (query: Readonly<Record<string, string>>, method = "GET") =>
      ask(`${path}?${new URLSearchParams({ mac, ...query })}`, { method }),
    post: (form: Readonly<Record<string, string>>) =>
      ask(path, { method: "POST", body: new URLSearchParams({ Name: mac, ...form }) }),
    settled: Effect.sleep("20 millis"),
    fresh: Queue.take(gate.fresh),
  }
})

const jsonOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}
