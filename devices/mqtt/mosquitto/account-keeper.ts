import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import { Effect, Layer, Queue, Schema } from "effect"
import type { MqttReload } from "#core/config.ts"
import type { Outage } from "#core/hub/gate.ts"
import { mosquittoHashOf } from "#core/security/device-secrets.ts"
import { DeviceStore } from "#core/security/device-store.ts"
import { BrokerReaders } from "#devices/mqtt/broker-readers.ts"
import { replaceFile } from "#devices/mqtt/replace-file.ts"
import { deviceAddress } from "#devices/mqtt/topic.ts"
import {
  accessFile,
  type BrokerAccounts,
  type BrokerDoors,
  brokerConfiguration,
  passwordFile,
} from "./broker-files.ts"
import { type BrokerNotReloaded, reloadBroker } from "./broker-reload.ts"

export interface KeeperOptions {
  /** Absolute path; `passwords`, `access` and `heard.conf` stand in it. */
  readonly folder: string
  /** Of `MQTT_URL`. */
  readonly hub: { readonly userName: string; readonly password: string }
  readonly doors: BrokerDoors
  /** Absent: somebody else has the broker read its files again. */
  readonly reload?: MqttReload
}

/** The folder cannot be written. */
export class AccountsNotKept extends Schema.TaggedError<AccountsNotKept>()("AccountsNotKept", {
  folder: Schema.String,
  reason: Schema.String,
}) {}

/**
 * Keeps the files by which a mosquitto of somebody else lets devices in: written at the start and after each change,
 * both within a quarter of a second and then the broker is told. What fails is tried again, later and later, 10 s at
 * most, until the files say what the hub knows and the broker has read them.
 */
export const accountKeeperLayer = (
  options: KeeperOptions,
): Layer.Layer<never, AccountsNotKept | Outage, DeviceStore | BrokerReaders> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const { folder, hub, doors, reload } = options
      const store = yield* DeviceStore
      const readers = yield* BrokerReaders
      const hubHash = yield* mosquittoHashOf(hub.password)
      const changed = yield* Queue.dropping<void>(1)
      yield* store.whenStored(() => void Queue.offerUnsafe(changed, undefined))
      yield* readers.whenChanged(() => void Queue.offerUnsafe(changed, undefined))
      yield* writing(folder, () => mkdir(folder, { recursive: true, mode: 0o750 }))
      const configuration = join(folder, "heard.conf")
      yield* writing(folder, () => replaceFile(configuration, brokerConfiguration(folder, doors)))

      /** What the broker was told last; nothing: it may know anything. */
      let told: string | undefined
      const tell = Effect.gen(function* () {
        const devices = yield* store.brokerAccounts
        const accounts: BrokerAccounts = {
          hub: { userName: hub.userName, hash: hubHash },
          devices: devices.flatMap(({ tenantId, deviceId, mosquittoHash: hash }) => {
            const address = deviceAddress(tenantId, deviceId)
            const fits = standsInLine(tenantId) && standsInLine(deviceId) && standsInLine(hash)
            return address !== undefined && fits ? [{ address, hash }] : []
          }),
          readers: readers.all(),
        }
        const [passwords, access] = [passwordFile(accounts), accessFile(accounts)]
        if (told === passwords + access) return
        yield* writing(folder, () => replaceFile(join(folder, "passwords"), passwords))
        yield* writing(folder, () => replaceFile(join(folder, "access"), access))
        if (reload !== undefined) yield* reloadBroker(reload)
        told = passwords + access
      })
      yield* persistently(tell).pipe(
        Effect.andThen(Queue.take(changed)),
        // Changes come in swarms: a fleet that is paired, a restaurant that is removed.
        Effect.andThen(Effect.sleep("200 millis")),
        Effect.andThen(Queue.clear(changed)),
        Effect.forever,
        Effect.forkScoped,
      )
    }),
  )

const writing = <A>(folder: string, write: () => Promise<A>): Effect.Effect<A, AccountsNotKept> =>
  Effect.tryPromise({
    try: write,
    catch: (cause) =>
      new AccountsNotKept({ folder, reason: cause instanceof Error ? cause.message : "unknown" }),
  })

const persistently = (
  step: Effect.Effect<void, Outage | AccountsNotKept | BrokerNotReloaded>,
  pauseMs = 250,
): Effect.Effect<void> =>
  Effect.catch(step, (failure) =>
    Effect.logWarning("The broker does not know yet whom to let in", failure).pipe(
      Effect.andThen(Effect.sleep(pauseMs)),
      Effect.andThen(Effect.suspend(() => persistently(step, Math.min(10_000, pauseMs * 2)))),
    ),
  )

/** Neither file has a way to quote: what could end a line or a field is in none of them. */
const standsInLine = (text: string): boolean => /^[A-Za-z0-9_.$+/=-]{1,256}$/.test(text)
