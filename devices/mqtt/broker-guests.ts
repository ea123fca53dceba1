import { timingSafeEqual } from "node:crypto"
import type { AedesOptions, AuthenticateError, Client } from "aedes"
import { Effect, FiberSet, Schema } from "effect"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { Unauthorized } from "#core/security/tokens.ts"
import { tellScope } from "#devices/printers/pull/job-book.ts"
import {
  identify,
  isStarClient,
  mayPublish,
  mayReceive,
  maySubscribe,
  sessionNameOf,
} from "./broker-access.ts"
import { BrokerReaders } from "./broker-readers.ts"
import {
  mayReaderBeCalled,
  mayReaderPublish,
  mayReaderReceive,
  mayReaderSubscribe,
  type ReaderPlace,
} from "./reader-access.ts"
import { type DeviceAddress, parseUserName } from "./topic.ts"

export const hubUserName = "hub"

/** A client that was let in: the hub, a reader outside of it, or a device with its share of the broker. */
export type Guest =
  | { readonly kind: "hub" }
  | { readonly kind: "reader"; readonly userName: string; readonly place: ReaderPlace }
  | {
      readonly kind: "device"
      readonly address: DeviceAddress
      readonly scope: Scope
    }

export const guestOf = new WeakMap<Client, Guest>()

/** Everything that aedes asks about who may do what. */
export const admitGuests = Effect.fnUntraced(function* (hubPassword: string) {
  const credentials = yield* DeviceCredentials
  const troubles = yield* DeviceTroubles
  const rateLimits = yield* RateLimits
  const readers = yield* BrokerReaders
  const run = yield* FiberSet.makeRuntimePromise()
  const stars = new WeakSet<Client>()
  const wills = new WeakMap<Client, { readonly topic: string; readonly retain: boolean }>()

  const welcomeDevice = (client: Client, userName: string | undefined, secret: string) =>
    Effect.gen(function* () {
      const address = identify(userName, client.id)
      if (address === undefined) return false
      const { deviceId } = address
      const scope = yield* stars.has(client)
        ? starBy(address, secret, addressOf(client))
        : credentials.verify(address.tenantId, address.deviceId, secret, addressOf(client))
      const will = wills.get(client)
      if (will !== undefined && !mayPublish(address, will)) {
        troubles.note(scope.tenantId, deviceId, "TOPIC_FORBIDDEN", { topic: shortened(will.topic) })
        return false
      }
      guestOf.set(client, { kind: "device", address, scope })
      troubles.over(scope.tenantId, deviceId, "SECRET_REFUSED")
      return true
    }).pipe(
      Effect.catchTag("Unauthorized", () =>
        Effect.as(noteWrongSecret(userName, addressOf(client)), false),
      ),
      Effect.timeout("5 seconds"),
    )

  /** A Star printer's password is the secret of its address: it has that already, and gets no other. */
  const starBy = ({ tenantId, deviceId }: DeviceAddress, secret: string, from: string) =>
    Effect.flatMap(credentials.byAddress(secret, from), (star) =>
      star?.kind === "cloudprnt" &&
      star.status === "active" &&
      star.tenantId === tenantId &&
      star.deviceId === deviceId
        ? Effect.succeed(tellScope(star))
        : Effect.fail(new Unauthorized({ detail: "Device or secret is wrong" })),
    )

  /** Only of a device that the restaurant has: what strangers call themselves is nobody's trouble. */
  const noteWrongSecret = (userName: string | undefined, from: string) =>
    Effect.gen(function* () {
      const address = parseUserName(userName ?? "")
      if (address === undefined || !isTenantId(address.tenantId)) return
      const { tenantId, deviceId } = address
      if (yield* credentials.isKnown(tenantId, deviceId))
        troubles.note(tenantId, deviceId, "SECRET_REFUSED", { address: from })
    }).pipe(Effect.ignore)

  return {
    preConnect: (client, packet, admit) => {
      packet.clean = true
      if (isStarClient(packet.clientId)) {
        stars.add(client)
        packet.clientId = sessionNameOf(packet.username, packet.clientId)
      }
      if (packet.will) wills.set(client, { topic: packet.will.topic, retain: !!packet.will.retain })
      admit(null, true)
    },
    authenticate: (client, userName, password, admit) => {
      const secret = password?.toString("utf8") ?? ""
      if (userName === hubUserName) {
        const known = sameSecret(secret, hubPassword)
        if (known) guestOf.set(client, { kind: "hub" })
        return admit(known ? null : refusal("not authorized", 5), known)
      }
      const reader = readers.find(userName ?? "")
      if (reader !== undefined) {
        const known =
          sameSecret(secret, reader.password) &&
          mayReaderBeCalled(client.id) &&
          (wills.get(client) === undefined ||
            mayReaderPublish(reader, wills.get(client)?.topic ?? ""))
        if (known) guestOf.set(client, { kind: "reader", userName: reader.userName, place: reader })
        return admit(known ? null : refusal("not authorized", 5), known)
      }
      run(welcomeDevice(client, userName, secret)).then(
        (welcome) => admit(welcome ? null : refusal("not authorized", 5), welcome),
        () => admit(refusal("cannot tell yet", 3), false),
      )
    },
    authorizePublish: (client, packet, answer) => {
      const guest = client === null ? undefined : guestOf.get(client)
      if (guest?.kind === "hub") return answer(null)
      if (guest?.kind === "reader")
        return answer(
          mayReaderPublish(guest.place, packet.topic)
            ? null
            : new Error("not allowed to publish there"),
        )
      if (guest === undefined || !mayPublish(guest.address, packet)) {
        if (guest !== undefined)
          troubles.note(guest.scope.tenantId, guest.address.deviceId, "TOPIC_FORBIDDEN", {
            topic: shortened(packet.topic),
          })
        return answer(new Error("not allowed to publish there"))
      }
      // MQTT 3.1.1 knows no refusal of a message: it waits in its own connection.
      const wait = rateLimits.reserve("orders", guest.scope, addressOf(client))
      if (wait === 0) answer(null)
      else setTimeout(() => answer(null), wait)
    },
    authorizeSubscribe: (client, subscription, answer) => {
      const guest = guestOf.get(client)
      const allowed =
        guest?.kind === "reader"
          ? mayReaderSubscribe(guest.place, subscription.topic)
          : guest?.kind === "hub" ||
            (guest !== undefined && maySubscribe(guest.address, subscription.topic))
      answer(null, allowed ? subscription : null)
    },
    authorizeForward: (client, packet) => {
      const guest = guestOf.get(client)
      if (guest === undefined) return null
      if (guest.kind === "reader")
        return mayReaderReceive(guest.place, packet.topic) ? packet : null
      return guest.kind === "hub" || mayReceive(guest.address, packet.topic) ? packet : null
    },
  } satisfies AedesOptions
})

export const addressOf = (client: Client | null): string => {
  const conn: object = client?.conn ?? {}
  return "remoteAddress" in conn ? String(conn.remoteAddress ?? "") : ""
}

const refusal = (reason: string, returnCode: 3 | 5): AuthenticateError =>
  Object.assign(new Error(reason), { returnCode })

/** Of a topic as people see it: a stranger chose it. */
const shortened = (topic: string): string => topic.slice(0, 120)

const isTenantId = Schema.is(TenantId)

const sameSecret = (given: string, known: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(known)]
  return a.length === b.length && timingSafeEqual(a, b)
}
