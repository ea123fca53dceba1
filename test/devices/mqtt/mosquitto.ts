import { type ChildProcess, spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { appendFile, chmod, writeFile } from "node:fs/promises"
import { createConnection } from "node:net"
import { join } from "node:path"
import { Context, Effect, Layer } from "effect"
import { connectAsync } from "mqtt"
import type { TenantId } from "#core/kitchen/ids.ts"
import { hashOfSecret, mosquittoHashOf } from "#core/security/device-secrets.ts"
import { DeviceStore } from "#core/security/device-store.ts"
import { outsideBrokerLayer } from "#devices/mqtt/broker-address.ts"
import { accountKeeperLayer } from "#devices/mqtt/mosquitto/account-keeper.ts"
import { freePort } from "#sql/server-process.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

const program = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/opt/homebrew/sbin/mosquitto"].find(
  (path) => existsSync(path),
)

/** Whether this machine has the broker at all; the suite is skipped where it has not. */
export const hasMosquitto = program !== undefined

/** A mosquitto of this test alone, by the files that the hub made. */
export class Mosquitto extends Context.Service<
  Mosquitto,
  {
    /** Where devices knock. */
    readonly url: string
    readonly folder: string
    /** `kill -9`. */
    readonly kill: Effect.Effect<void>
    /** On the same ports, with what it had written down. */
    readonly start: Effect.Effect<void>
  }
>()("test/Mosquitto") {}

const hubUser = "heard-hub"
const hubPassword = "a long password of the hub"
const hubIdentity = { userName: hubUser, password: hubPassword }

/** The hub's files, kept current, and the broker that reads them, with persistence. */
export const mosquittoLayer = Layer.unwrap(
  Effect.gen(function* () {
    const folder = yield* scratchFolder
    yield* Effect.promise(() => chmod(folder, 0o755))
    const [devicePort, hubPort] = yield* Effect.promise(() => Promise.all([freePort(), freePort()]))
    const pidFile = join(folder, "mosquitto.pid")
    const doors = {
      devices: { host: "127.0.0.1", port: devicePort },
      hub: { host: "127.0.0.1", port: hubPort },
    }
    const files = join(folder, "files")
    const own = join(folder, "mosquitto.conf")
    yield* Effect.promise(() =>
      writeFile(
        own,
        [
          ...(process.getuid?.() === 0 ? ["user root"] : []),
          `pid_file ${pidFile}`,
          "persistence true",
          `persistence_location ${folder}/`,
          "autosave_interval 1",
          "autosave_on_changes true",
          `include_dir ${files}`,
          "",
        ].join("\n"),
      ),
    )
    const keeper = accountKeeperLayer({
      folder: files,
      hub: hubIdentity,
      doors,
      reload: { pidFile },
    })
    const broker = Layer.effect(
      Mosquitto,
      Effect.gen(function* () {
        let child: ChildProcess | undefined
        const start = Effect.gen(function* () {
          yield* Effect.promise(() => until(async () => existsSync(join(files, "access"))))
          child = spawn(program ?? "", ["-c", own], { stdio: ["ignore", "pipe", "pipe"] })
          const log = (chunk: Buffer) => void appendFile(join(folder, "log"), chunk)
          child.stdout?.on("data", log)
          child.stderr?.on("data", log)
          yield* Effect.promise(() => until(() => listens(hubPort)))
        })
        const end = (signal: NodeJS.Signals) =>
          Effect.callback<void>((resume) => {
            if (child === undefined || child.exitCode !== null || child.signalCode !== null)
              return resume(Effect.void)
            child.once("exit", () => resume(Effect.void))
            child.kill(signal)
          })
        yield* Effect.acquireRelease(start, () => end("SIGTERM"))
        return { url: `mqtt://127.0.0.1:${devicePort}`, folder, kill: end("SIGKILL"), start }
      }),
    )
    return broker.pipe(
      Layer.provideMerge(keeper),
      Layer.merge(
        outsideBrokerLayer(
          `mqtt://${hubUser}:${encodeURIComponent(hubPassword)}@127.0.0.1:${hubPort}`,
        ),
      ),
    )
  }),
)

/** Has the device stand in the files, with this secret, and waits until the broker knows it. */
export const enroll = Effect.fnUntraced(function* (
  url: string,
  tenantId: string,
  deviceId: string,
  secret: string,
) {
  const store = yield* DeviceStore
  if ((yield* store.held(tenantId as TenantId, deviceId)) !== undefined) return
  yield* store.put({
    tenantId: tenantId as TenantId,
    deviceId,
    kind: "printerAgent",
    status: "active",
    role: undefined,
    secretHash: hashOfSecret(secret),
    brokerHash: yield* mosquittoHashOf(secret),
    addressHash: undefined,
    hardwareId: undefined,
    generation: 1,
    next: undefined,
  })
  const user = { username: `${tenantId}/${deviceId}`, password: secret }
  yield* Effect.promise(() =>
    until(async () => {
      const client = await connectAsync(url, { ...user, reconnectPeriod: 0 }, false).catch(() => {})
      await client?.endAsync()
      return client !== undefined
    }),
  )
})

const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + 10_000
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error("mosquitto never did")
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1")
    socket.once("connect", () => {
      socket.destroy()
      resolve(true)
    })
    socket.once("error", () => resolve(false))
  })
