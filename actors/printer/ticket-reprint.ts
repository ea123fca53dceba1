import { Effect, Result } from "effect"
import { invalid } from "#actors/order/order-request.ts"
import { foldOrder } from "#actors/order/order-steps.ts"
import { paperClock } from "#actors/tenant/business-day.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { toOutage } from "#actors/tenant/restaurants.ts"
import { decodeWith } from "#core/hub/decode.ts"
import type { Command, CommandFailure } from "#core/hub/gate.ts"
import { TicketReprint } from "#core/hub/printing.ts"
import type { Scope } from "#core/hub/scope.ts"
import { stationChit } from "#core/kitchen/chit-of.ts"
import { derivedId, type EpochMs, type JobId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { EventLog } from "#core/log/event-log.ts"
import { printerStream } from "./printer-actor.ts"
import type { PrinterRequest } from "./printer-request.ts"

const decode = decodeWith(TicketReprint)

/** What a station's paper said of an order at one of its revisions, told by the log, once more on paper. */
export const ticketReprint = (
  log: EventLog["Service"],
  scope: Scope,
  restaurant: Restaurant,
  { cid, op, args }: Command,
  at: EpochMs,
): Effect.Effect<PrinterRequest, CommandFailure> =>
  Effect.gen(function* () {
    const wanted = yield* Effect.fromResult(Result.mapError(decode(args), invalid))
    const { orderId, station, rev } = wanted
    const printer = yield* printerFor(restaurant, wanted)
    const order = yield* orderAt(log, scope, restaurant, wanted)
    const { setup } = restaurant
    const clock = paperClock(at, setup.tenant.timezone)
    const chit = stationChit(order, station, setup, printer.language, clock)
    if (chit === undefined)
      return yield* refused(
        "NOTHING_TO_REPRINT",
        "The station was not told to cook anything of this order by then.",
        { station, rev: order.rev },
      )
    const banner = {
      kind: "reprint" as const,
      copy: 1 + (yield* earlier(log, scope, restaurant, wanted)),
      at: clock.now,
      by: scope.principal.name ?? scope.principal.id,
    }
    const id = derivedId(cid, "reprint") as JobId
    return {
      ...{ printer, cid, remember: true, shows: id },
      fingerprint: `${op} ${orderId} ${station} ${rev} ${wanted.printerId}`,
      command: {
        op: "enqueue",
        job: {
          ...{ id, kind: "ticket", orderId, number: order.number },
          chit: { ...chit, banners: [banner, ...chit.banners] },
          notAfter: (at + printer.maxAgeSeconds * 1000) as EpochMs,
        },
      },
    }
  })

/** The one that is named, else the station's own. */
const printerFor = (
  { setup }: Restaurant,
  { station, printerId }: TicketReprint,
): Effect.Effect<Printer, CommandFailure> =>
  Effect.gen(function* () {
    if (!setup.stations.some(({ key }) => key === station))
      return yield* refused("STATION_UNKNOWN", `There is no station ${station}`, { station })
    const printer = setup.printers.find(({ id, enabled, stations }) =>
      printerId === undefined ? enabled && stations.includes(station) : id === printerId,
    )
    if (printer !== undefined) return printer
    return yield* printerId === undefined
      ? refused("STATION_WITHOUT_PRINTER", "No printer prints what this station cooks.", {
          station,
        })
      : refused("PRINTER_UNKNOWN", "There is no such printer", { printerId })
  })

const orderAt = (
  log: EventLog["Service"],
  scope: Scope,
  restaurant: Restaurant,
  { orderId, rev }: TicketReprint,
): Effect.Effect<PlacedOrder, CommandFailure> =>
  Effect.gen(function* () {
    const read = (upTo?: number) =>
      foldOrder(scope, orderId, upTo).pipe(
        Effect.provideService(EventLog, log),
        Effect.mapError(toOutage),
      )
    const now = restaurant.order(orderId) ?? (yield* read())
    if (now.status === "absent")
      return yield* refused("ORDER_UNKNOWN", "There is no such order", { orderId })
    if (rev === undefined || rev === now.rev) return now
    const then = rev > now.rev ? undefined : yield* read(rev)
    return then === undefined || then.status === "absent"
      ? yield* refused("REVISION_UNKNOWN", "The order never was at this revision", { rev: now.rev })
      : then
  })

/** Reprints of the order's paper that the station's own printers were ever asked for. */
const earlier = (
  log: EventLog["Service"],
  scope: Scope,
  { setup }: Restaurant,
  { orderId, station }: TicketReprint,
): Effect.Effect<number, CommandFailure> => {
  const own = setup.printers.filter(({ stations }) => stations.includes(station))
  return Effect.mapError(
    log.reprints(
      scope,
      orderId,
      own.map(({ id }) => printerStream(id)),
    ),
    toOutage,
  )
}
