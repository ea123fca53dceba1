import { Clock, Effect } from "effect"
import type { MachineAnswer, MachineRequest, MachineRoute } from "#core/http/machine-route.ts"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { Paper, type PaperProfile, paperProfileOf } from "#core/hub/paper.ts"
import { DeviceCredentials, type PulledDevice } from "#core/security/device-credentials.ts"
import { RecentMap } from "#core/security/recent-map.ts"
import { type AddressDoor, hardwareIdOf, notNow } from "#devices/printers/pull/address-door.ts"
import { claimTickets } from "#devices/printers/pull/claim-tickets.ts"
import type { PrinterWord } from "#devices/printers/pull/hatch.ts"
import { type JobBook, tellScope } from "#devices/printers/pull/job-book.ts"
import { tokenLength } from "#devices/printers/pull/job-token.ts"
import { PullDesk } from "#devices/printers/pull/pull-desk.ts"
import { asbWord } from "./asb-status.ts"
import { type EpsonPost, type JobResult, readEpsonPost } from "./epson-form.ts"
import { epsonOutcome } from "./epson-outcome.ts"
import { noPaper, printRequest } from "./print-request.ts"
import { SpooledPapers } from "./spooled-papers.ts"

/**
 * Epson Server Direct Print: the hub is the server that a printer asks.
 *
 * @see Epson Server Direct Print User's Manual
 */
export const epsonRoutes = ({
  door,
  book,
}: {
  readonly door: AddressDoor
  readonly book: JobBook
}) =>
  Effect.gen(function* () {
    const desk = yield* PullDesk
    const troubles = yield* DeviceTroubles
    const credentials = yield* DeviceCredentials
    const tickets = yield* claimTickets
    const paper = yield* Paper
    /** Printers that push their status: what they say of themselves is believed until they say otherwise. */
    const telling = new RecentMap<string, true>(5_000)
    /** The trouble of the last answer, of printers that say nothing in between. */
    const troubled = new RecentMap<string, string>(5_000)
    const spooled = new SpooledPapers()
    const clock = yield* Clock.Clock
    const keyOf = ({ tenantId, deviceId }: PulledDevice) => `${tenantId}/${deviceId}`

    const epos = (profile: PaperProfile, chit: Parameters<typeof paper.encode>[0]) =>
      paper.encode(chit, { ...profile, language: "epos" })

    const claim = (device: PulledDevice, { id, type }: EpsonPost, request: MachineRequest) =>
      Effect.gen(function* () {
        if (type === "SetResponse") tickets.done(device, hardwareIdOf(id))
        if (type !== "GetRequest") return empty
        const ticket = yield* tickets.due(device, hardwareIdOf(id), request, tokenLength.epson)
        if (ticket === undefined) return empty
        return xml(printRequest(ticket.token, epos(unknownEpson, ticket.chit)))
      })

    const give = (device: PulledDevice): Effect.Effect<MachineAnswer> =>
      Effect.gen(function* () {
        const inSpooler = spooled.toAsk(keyOf(device), clock.currentTimeMillisUnsafe())
        if (inSpooler !== undefined) {
          yield* desk.ask(device, { printing: true }, book)
          return xml(printRequest(inSpooler, noPaper))
        }
        const trouble =
          telling.get(keyOf(device)) === true ? desk.standing(device).word?.trouble : undefined
        const condition = trouble === undefined ? { printing: false } : { printing: false, trouble }
        const offered = yield* desk.ask(device, condition, book)
        if (offered === undefined) return empty
        const fetched = yield* desk.fetch(device, offered.token, book)
        if (fetched === "later") return notNow
        if (fetched === "nothing") return empty
        const { attempt, printer } = fetched.paper
        return xml(printRequest(fetched.token, epos(paperProfileOf(printer), attempt.chit)))
      })

    const settle = (
      device: PulledDevice,
      results: ReadonlyArray<JobResult>,
    ): Effect.Effect<MachineAnswer> =>
      Effect.gen(function* () {
        for (const result of results) {
          const key = keyOf(device)
          if (!spooled.isLastWord(key, result, clock.currentTimeMillisUnsafe())) continue
          const before = troubled.get(key)
          const outcome = epsonOutcome(result, before)
          const settled = yield* desk.confirm(
            device,
            result.job,
            { ...outcome, fence: "sdp" },
            book,
          )
          if (settled === "later") return notNow
          // A job of somebody else says nothing about this printer either.
          if (settled === "unknown") {
            troubles.note(device.tenantId, device.deviceId, "JOB_UNKNOWN")
            continue
          }
          if (outcome.state === "printed") troubled.delete(key)
          else if (outcome.cause !== undefined) troubled.set(key, outcome.cause)
        }
        return empty
      })

    const handle = (request: MachineRequest): Effect.Effect<MachineAnswer> =>
      Effect.gen(function* () {
        const post = readEpsonPost(request.body)
        const visitor = yield* door.enter(request, "epson", post?.id ?? null)
        if (visitor.visitor === "turnedAway") return visitor.answer
        if (post === undefined) return { status: 400 }
        const { device } = visitor
        if (visitor.visitor === "unclaimed") return yield* claim(device, post, request)
        if (post.type === "SetStatus") telling.set(keyOf(device), true)
        desk.heard(device, request.address, wordIn(post, telling.get(keyOf(device)) === true))
        yield* credentials.heardFrom(tellScope(device), { address: request.address })
        switch (post.type) {
          case "GetRequest":
            return yield* give(device)
          case "SetResponse":
            return yield* settle(device, post.results)
          case "SetStatus":
            return empty
        }
      })

    return [
      {
        method: "POST",
        path: "/p/:secret/epson",
        handle,
        tooLarge: (request) => door.tooLarge(request, "epson"),
      },
    ] satisfies ReadonlyArray<MachineRoute>
  })

/** What a post says of the printer itself. */
const wordIn = (post: EpsonPost, tells: boolean): PrinterWord | undefined => {
  if (post.type === "SetStatus") return asbWord(post.status)
  const status =
    post.type === "SetResponse" ? post.results.findLast((one) => one.status !== "") : undefined
  return status === undefined ? undefined : { ...asbWord(status.status), passing: !tells }
}

/** How a printer that nobody set up yet prints its claim ticket: the narrowest paper. */
const unknownEpson: PaperProfile = { columns: 32, encoder: "receipt" }

/** "Nothing to print", and "understood". */
const empty: MachineAnswer = { status: 200, contentType: "text/xml; charset=utf-8", body: "" }
const xml = (body: string): MachineAnswer => ({
  status: 200,
  contentType: "text/xml; charset=utf-8",
  body,
})
