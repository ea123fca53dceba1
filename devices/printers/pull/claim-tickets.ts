import { Clock, Effect } from "effect"
import type { MachineRequest } from "#core/http/machine-route.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import { DeviceCredentials, type PulledDevice } from "#core/security/device-credentials.ts"
import { RecentMap } from "#core/security/recent-map.ts"
import { jobToken } from "./job-token.ts"

/** The paper by which a manager claims a printer: whoever holds it stands beside the machine. */
export interface ClaimTicket {
  readonly token: string
  readonly chit: Chit
}

/** Claim tickets of machines that nobody claimed: one for each code, four in a row, then silence. */
export interface ClaimTickets {
  /** What an unclaimed machine is to print now. */
  readonly due: (
    device: PulledDevice,
    hardwareId: string,
    request: MachineRequest,
    tokenLength: number,
  ) => Effect.Effect<ClaimTicket | undefined>
  /** It is on paper, or never will be. */
  readonly done: (device: PulledDevice, hardwareId: string) => void
}

interface Kept {
  readonly ticket: ClaimTicket
  readonly madeAt: number
  /** Tickets since it was last silent for {@link forgetMs}. */
  readonly count: number
  seenAt: number
  done: boolean
}

/** A code lives for 15 minutes; a ticket that is about to end helps nobody. */
const codeMs = 14 * 60_000
const mostInARow = 4
/** Milliseconds of silence, as of a machine that was switched off, after which it may print tickets again. */
const forgetMs = 60_000

export const claimTickets: Effect.Effect<ClaimTickets, never, DeviceCredentials> = Effect.gen(
  function* () {
    const credentials = yield* DeviceCredentials
    const clock = yield* Clock.Clock
    const kept = new RecentMap<string, Kept>(1_000)
    const keyOf = ({ tenantId, deviceId }: PulledDevice, hardwareId: string) =>
      `${tenantId}/${deviceId}/${hardwareId}`

    return {
      due: (device, hardwareId, request, tokenLength) =>
        Effect.gen(function* () {
          const key = keyOf(device, hardwareId)
          const now = clock.currentTimeMillisUnsafe()
          const known = kept.get(key)
          const wasSilent = known !== undefined && now - known.seenAt > forgetMs
          if (known !== undefined) known.seenAt = now
          if (known !== undefined && !wasSilent) {
            if (now - known.madeAt < codeMs) return known.done ? undefined : known.ticket
            if (known.count >= mostInARow) return undefined
          }
          const code = yield* credentials.claimCode(device, hardwareId, originOf(request))
          const ticket = {
            token: jobToken(`claim ${key} ${code.userCode} ${now}`, tokenLength),
            chit: claimChit(code, hardwareId),
          }
          const count = wasSilent || known === undefined ? 1 : known.count + 1
          kept.set(key, { ticket, madeAt: now, seenAt: now, count, done: false })
          return ticket
        }).pipe(Effect.catchTag("Outage", () => Effect.undefined)),
      done: (device, hardwareId) => {
        const known = kept.get(keyOf(device, hardwareId))
        if (known !== undefined) known.done = true
      },
    }
  },
)

/** Where the machine itself found the hub, for the address on its ticket. */
const originOf = ({ headers }: MachineRequest): string => {
  const { host = "" } = headers
  return /^[\w.-]{1,253}(?::\d{1,5})?$/.test(host) ? `http://${host}` : ""
}

const claimChit = (
  { userCode, approveAt }: { readonly userCode: string; readonly approveAt: string },
  hardwareId: string,
): Chit => ({
  banners: [],
  station: "Heard: new printer",
  number: userCode,
  type: "counter",
  time: "15 min",
  note: `Scan, or type ${userCode} where printers are added`,
  lines: [{ quantity: 1, name: hardwareId, modifiers: [] }],
  rev: 1,
  language: "en",
  qr: approveAt,
})
