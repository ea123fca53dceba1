import { readdirSync } from "node:fs"
import { join } from "node:path"
import { Effect, Exit, FiberSet, Schedule, Schema, Scope, Semaphore } from "effect"
import { Paper, paperProfileOf } from "#core/hub/paper.ts"
import { Presence } from "#core/hub/presence.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import { PrinterWire, WireDown } from "#core/hub/printing.ts"
import { Setups } from "#core/hub/setup.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { Moment } from "#devices/agent/print-desk.ts"
import type { PrintStation } from "#devices/agent/print-station.ts"
import { jobMessage } from "#devices/mqtt/printer-wire.ts"
import { ReportLine } from "#devices/printers/report-line.ts"
import { makeDials } from "./dials.ts"
import { type LineTiming, lineLanguages, makeLinePrinter } from "./line-printer.ts"
import { openNetworkDesk } from "./network-desk.ts"
import { printerMemory } from "./printer-memory.ts"
import { tcpLine } from "./tcp-line.ts"

export interface NetworkWireOptions {
  /** One folder for each restaurant, in it one for each printer. */
  readonly directory: string
  /** Milliseconds, like all the others; 3,000 unless told. */
  readonly connectMs?: number
  readonly timing?: Partial<LineTiming>
  readonly fenceMs?: number
  /** How long a paper that is coming may take when its printer is given up or the hub stops; 3,000 unless told. */
  readonly leaveMs?: number
  /** For tests; see the desk. */
  readonly moment?: (moment: Moment, job: string) => Effect.Effect<void>
}

interface Running {
  /** What it was started with; anything else is another printer. */
  readonly as: string
  readonly station: PrintStation
  readonly scope: Scope.Closeable
}

interface Place {
  readonly door: Semaphore.Semaphore
  running: Running | undefined
}

/**
 * The hub dials printers itself (`driver: "network"`). Each has its desk and its journal here, from the moment it stands
 * in the restaurant's setup until it does not, or not like this.
 */
export const networkWire = (
  options: NetworkWireOptions,
): Effect.Effect<
  PrinterWire["Service"],
  never,
  Setups | Paper | Presence | PrinterProfiles | ReportLine | Scope.Scope
> =>
  Effect.gen(function* () {
    const setups = yield* Setups
    const paper = yield* Paper
    const profiles = yield* PrinterProfiles
    const line = yield* ReportLine
    const presence = yield* Presence
    const dialling = yield* makeDials()
    /** By restaurant and printer, also those that are no more: whoever still waits at the door finds it locked. */
    const places = new Map<string, Place>()
    const fork = yield* FiberSet.makeRuntime<never, void, never>()

    const open = Effect.fnUntraced(function* (tenantId: TenantId, printer: Printer) {
      const { host, port } = printer.address ?? { host: "", port: 0 }
      const directory = join(options.directory, tenantId, printer.id)
      const address = `${host}:${port}`
      const known = printer.profile === undefined ? undefined : profiles.of(printer.profile)
      const language = lineLanguages.find((spoken) => spoken === known?.language)
      // One without a profile is asked. To one that speaks another language the same bytes would be text.
      const foreign = known !== undefined && language === undefined
      const fence = foreign ? "none" : known?.fence
      const machine = yield* makeLinePrinter({
        open: tcpLine({ host, port }, options.connectMs ?? 3000),
        memory: printerMemory(directory, address),
        dialling,
        ...(language === undefined ? {} : { language }),
        ...(fence === undefined ? {} : { fence }),
        ...(options.timing === undefined ? {} : { timing: options.timing }),
      })
      return yield* openNetworkDesk({
        ...options,
        tenantId,
        deviceId: printer.deviceId,
        address,
        directory,
        machine,
        line,
        presence,
      })
    })

    const close = (place: Place) =>
      Effect.suspend(() => {
        const was = place.running
        place.running = undefined
        if (was === undefined) return Effect.void
        return Effect.andThen(
          Effect.timeoutOption(was.station.desk.leave, options.leaveMs ?? 3000),
          Scope.close(was.scope, Exit.void),
        )
      })
    let closing = false
    yield* Effect.addFinalizer(() => {
      closing = true
      return Effect.forEach(places.values(), (place) => place.door.withPermit(close(place)), {
        concurrency: "unbounded",
        discard: true,
      })
    })

    const start = (place: Place, tenantId: TenantId, printer: Printer, as: string) =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        const station = yield* open(tenantId, printer).pipe(
          Scope.provide(scope),
          Effect.onError((cause) => Scope.close(scope, Exit.failCause(cause))),
        )
        const running: Running = { as, station, scope }
        place.running = running
        // A disk that does not take the journal ends it; the next job, or the next change, opens it anew.
        yield* Effect.catch(station.run, ({ reason }) =>
          Effect.gen(function* () {
            yield* Effect.logError("A printer's journal cannot be written", printer.name, reason)
            fork(place.door.withPermit(place.running === running ? close(place) : Effect.void))
          }),
        ).pipe(Effect.forkIn(scope))
        return station
      }).pipe(Effect.mapError(({ reason }) => new WireDown({ reason: `its journal: ${reason}` })))

    /** Brings one printer to what the setup says of it, one change after the other. */
    const keep = (tenantId: TenantId, id: string, printer: Printer | undefined) =>
      Effect.suspend(() => {
        const key = `${tenantId}/${id}`
        const place = places.get(key) ?? { door: Semaphore.makeUnsafe(1), running: undefined }
        places.set(key, place)
        const as = printer === undefined ? undefined : startedAs(printer)
        return place.door.withPermit(
          Effect.gen(function* () {
            if (place.running !== undefined && place.running.as === as) return place.running.station
            yield* close(place)
            if (closing) return yield* new WireDown({ reason: "the hub is stopping" })
            if (printer === undefined || as === undefined) return undefined
            return yield* start(place, tenantId, printer, as)
          }),
        )
      })

    const follow = (tenantId: TenantId, printers: ReadonlyArray<Printer>): void => {
      const wanted = new Map(
        printers.flatMap((printer) => (isOurs(printer) ? [[printer.id as string, printer]] : [])),
      )
      // Also one that is just being started.
      for (const key of places.keys()) {
        const [tenant, id = ""] = key.split("/")
        if (tenant === tenantId && !wanted.has(id))
          fork(Effect.ignore(keep(tenantId, id, undefined)))
      }
      for (const [id, printer] of wanted) fork(Effect.ignore(keep(tenantId, id, printer)))
    }
    yield* Effect.acquireRelease(
      Effect.sync(() => setups.onChange((tenantId, { printers }) => follow(tenantId, printers))),
      (stop) => Effect.sync(stop),
    )
    yield* Effect.forEach(
      knownRestaurants(options.directory),
      (tenantId) =>
        setups.get(tenantId).pipe(
          Effect.retry({ times: 40, schedule: untilPictured }),
          Effect.map(({ printers }) => follow(tenantId, printers)),
          Effect.ignore,
        ),
      { concurrency: 4, discard: true },
    ).pipe(Effect.forkScoped)

    const stationOf = (tenantId: TenantId, printer: Printer) =>
      isOurs(printer)
        ? keep(tenantId, printer.id, printer)
        : Effect.fail(new WireDown({ reason: "it has no address" }))

    return PrinterWire.of({
      send: ({ tenantId }, printer, attempt) =>
        Effect.gen(function* () {
          const station = yield* stationOf(tenantId, printer)
          if (station === undefined) return
          const bytes = paper.encode(attempt.chit, paperProfileOf(printer))
          yield* station.desk
            .take(jobMessage(printer, attempt, bytes, profiles.of(printer.profile)), Effect.void)
            .pipe(Effect.mapError(({ reason }) => new WireDown({ reason, unsure: true })))
        }),
      receipt: ({ tenantId }, { id }, job, attempt) =>
        Effect.ignore(
          Effect.suspend(
            () =>
              places.get(`${tenantId}/${id}`)?.running?.station.desk.receipted(job, attempt) ??
              Effect.void,
          ),
        ),
      cancel: ({ tenantId }, { id }, job) =>
        Effect.ignore(
          Effect.suspend(
            () => places.get(`${tenantId}/${id}`)?.running?.station.desk.cancel(job) ?? Effect.void,
          ),
        ),
    })
  })

const isOurs = ({ driver, address, enabled }: Printer): boolean =>
  driver === "network" && address !== undefined && enabled

/** Whatever a machine is made of. */
const startedAs = ({ address, deviceId, profile }: Printer): string =>
  JSON.stringify([address?.host, address?.port, deviceId, profile])

/** Restaurants that had such printers when the hub last stopped: theirs are looked after though nobody wakes them. */
const knownRestaurants = (directory: string): ReadonlyArray<TenantId> => {
  try {
    return readdirSync(directory).filter(Schema.is(TenantId))
  } catch {
    return []
  }
}

/** The hub is starting, or the database is away; a restaurant that is no more is given up after some minutes. */
const untilPictured = Schedule.min([
  Schedule.exponential("100 millis"),
  Schedule.spaced("10 seconds"),
])
