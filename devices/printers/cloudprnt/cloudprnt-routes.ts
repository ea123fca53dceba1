import { Effect } from "effect"
import type { MachineAnswer, MachineRequest, MachineRoute } from "#core/http/machine-route.ts"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { Paper, paperProfileOf } from "#core/hub/paper.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { RecentMap } from "#core/security/recent-map.ts"
import { type AddressDoor, notNow, type Visitor } from "#devices/printers/pull/address-door.ts"
import { claimTickets } from "#devices/printers/pull/claim-tickets.ts"
import { type JobBook, type PullDevice, tellScope } from "#devices/printers/pull/job-book.ts"
import { tokenLength } from "#devices/printers/pull/job-token.ts"
import { PullDesk } from "#devices/printers/pull/pull-desk.ts"
import { aboutStar, readStar, StarPoll, wantedActions } from "./cloudprnt-message.ts"
import { plainMedia, starPapers, unknownStar } from "./star-paper.ts"
import { starOutcome, starWord } from "./star-status.ts"

export interface CloudPrntOptions {
  readonly door: AddressDoor
  readonly book: JobBook
  /** Where a printer that listens on our broker finds it, or nothing: it goes on asking over HTTP. */
  readonly mqttSetting: (
    device: PullDevice,
    request: MachineRequest,
  ) => Effect.Effect<object | undefined>
}

/**
 * Star CloudPRNT over HTTP: the hub is the server that a printer asks.
 *
 * @see Star CloudPRNT Protocol Guide 2.4.0
 */
export const cloudPrntRoutes = ({ door, book, mqttSetting }: CloudPrntOptions) =>
  Effect.gen(function* () {
    const desk = yield* PullDesk
    const troubles = yield* DeviceTroubles
    const credentials = yield* DeviceCredentials
    const tickets = yield* claimTickets
    const papers = starPapers(yield* Paper, yield* PrinterProfiles)
    /** Devices that told what they are; whoever is forgotten is asked again. */
    const known = new RecentMap<string, true>(5_000)
    const keyOf = ({ tenantId, deviceId }: PullDevice) => `${tenantId}/${deviceId}`

    const poll = (request: MachineRequest): Effect.Effect<MachineAnswer> =>
      Effect.gen(function* () {
        const said = readStar(StarPoll, request.body)
        const visitor = yield* door.enter(request, "cloudprnt", said?.printerMAC ?? null)
        if (visitor.visitor === "turnedAway" || said === undefined) return turned(visitor)
        if (visitor.visitor === "unclaimed") {
          const { device, hardwareId } = visitor
          const ticket = yield* tickets.due(device, hardwareId, request, tokenLength.cloudprnt)
          return json(ticket === undefined ? idle : ready(ticket.token, plainMedia))
        }
        const { device } = visitor
        const word = starWord(said.statusCode, said.printingInProgress === true)
        desk.heard(device, request.address, word)
        const about = aboutStar(said)
        if (about !== undefined) {
          known.set(keyOf(device), true)
          yield* credentials.heardFrom(tellScope(device), { ...about, address: request.address })
        }
        const offered = yield* desk.ask(device, word, book)
        const actions = known.get(keyOf(device)) === true ? {} : { clientAction: wantedActions }
        return json(
          offered === undefined
            ? { ...idle, ...actions }
            : { ...ready(offered.token, papers.mediaTypes(offered.paper.printer)), ...actions },
        )
      })

    const fetch = (request: MachineRequest): Effect.Effect<MachineAnswer> =>
      Effect.gen(function* () {
        const { mac, token, type } = request.query
        const visitor = yield* door.enter(request, "cloudprnt", mac)
        if (visitor.visitor === "turnedAway") return visitor.answer
        if (visitor.visitor === "unclaimed") {
          const { device, hardwareId } = visitor
          const ticket = yield* tickets.due(device, hardwareId, request, tokenLength.cloudprnt)
          if (ticket === undefined || (token ?? ticket.token) !== ticket.token) return nothing
          return bodyAnswer(papers.body(ticket.chit, unknownStar, plainMedia, type))
        }
        const { device } = visitor
        desk.heard(device, request.address)
        // What it cannot be given must not be written down as given.
        const offered = desk.onOffer(device, token)
        if (offered !== undefined && !papers.has(offered.printer, type)) return { status: 415 }
        const fetched = yield* desk.fetch(device, token, book)
        if (fetched === "later") return notNow
        if (fetched === "nothing") return nothing
        const { printer, attempt } = fetched.paper
        const media = papers.mediaTypes(printer)
        return bodyAnswer(papers.body(attempt.chit, paperProfileOf(printer), media, type))
      })

    const confirm = (request: MachineRequest): Effect.Effect<MachineAnswer> =>
      Effect.gen(function* () {
        const { mac, token, code } = request.query
        const visitor = yield* door.enter(request, "cloudprnt", code === undefined ? null : mac)
        if (visitor.visitor === "turnedAway" || code === undefined) return turned(visitor)
        if (visitor.visitor === "unclaimed") {
          tickets.done(visitor.device, visitor.hardwareId)
          return { status: 200 }
        }
        const { device } = visitor
        desk.heard(device, request.address)
        const outcome = { ...starOutcome(code), fence: "cloudprnt" }
        const settled = yield* desk.confirm(device, token, outcome, book)
        if (settled === "later") return notNow
        if (settled === "settled") return { status: 200 }
        troubles.note(device.tenantId, device.deviceId, "JOB_UNKNOWN")
        return nothing
      })

    const setting = (request: MachineRequest): Effect.Effect<MachineAnswer> =>
      Effect.gen(function* () {
        const visitor = yield* door.enter(request, "cloudprnt", request.query["mac"])
        if (visitor.visitor === "turnedAway") return visitor.answer
        if (visitor.visitor === "unclaimed") return nothing
        const found = yield* mqttSetting(visitor.device, request)
        return found === undefined ? nothing : json(found)
      })

    return [
      { method: "GET", path: "/p/:secret/cloudprnt-setting.json", handle: setting },
      {
        method: "POST",
        path: "/p/:secret/cloudprnt",
        handle: poll,
        tooLarge: (request) => door.tooLarge(request, "cloudprnt"),
      },
      {
        method: "GET",
        path: "/p/:secret/cloudprnt",
        // `deleteMethod: "GET"`, for proxies that let no DELETE through.
        handle: (request) => ("delete" in request.query ? confirm(request) : fetch(request)),
      },
      { method: "DELETE", path: "/p/:secret/cloudprnt", handle: confirm },
    ] satisfies ReadonlyArray<MachineRoute>
  })

const turned = (visitor: Visitor): MachineAnswer =>
  visitor.visitor === "turnedAway" ? visitor.answer : { status: 400 }

const nothing: MachineAnswer = { status: 404 }
const idle = { jobReady: false }
const ready = (jobToken: string, mediaTypes: ReadonlyArray<string>) => ({
  jobReady: true,
  mediaTypes,
  jobToken,
})

const json = (body: object): MachineAnswer => ({
  status: 200,
  contentType: "application/json; charset=utf-8",
  body: JSON.stringify(body),
})

const bodyAnswer = (body: ReturnType<ReturnType<typeof starPapers>["body"]>): MachineAnswer =>
  body === undefined
    ? { status: 415 }
    : { status: 200, contentType: body.mediaType, headers: body.headers, body: body.bytes }
