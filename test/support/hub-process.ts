import { existsSync, readFileSync, realpathSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { freePort } from "#core/demo/kept-program.ts"
import { accessPassword, deriveKey, deviceSecretOf } from "#core/security/secrets.ts"
import type { DatabaseAddress } from "#sql/database-address.ts"
import { type KeptChild, keepChild } from "./kept-child.ts"

/** The real hub in a process of its own, with the PostgreSQL and the broker that it brings. */
export interface HubProcess extends KeptChild {
  readonly url: string
  readonly mqttUrl: string
  readonly tenant: string
  readonly password: string
  /** What an agent of this device signs in with. */
  readonly deviceSecret: (tenantId: string, deviceId: string) => string
  /** Resolves when it answers that it is ready. */
  readonly ready: () => Promise<void>
  /** SIGKILL to the postmaster alone. */
  readonly killPostgres: () => void
  /** The superuser's way into its database as it stands now. */
  readonly database: () => DatabaseAddress
}

const readyWithinMs = 60_000
const slug = "bistro"
const secret = "a secret that is known to the test and to nobody else"

export const startHub = async (
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<HubProcess> => {
  const port = await freePort(0)
  const mqttPort = await freePort(0)
  const url = `http://127.0.0.1:${port}`
  const child = keepChild({
    name: "hub",
    args: ["core/start.ts"],
    log: join(dataDir, "hub.log"),
    env: {
      HEARD_DEMO: JSON.stringify({ slug, name: "Crash test" }),
      PORT: String(port),
      MQTT_PORT: String(mqttPort),
      DATA_DIR: dataDir,
      APP_SECRET: secret,
      LOG_LEVEL: "warn",
      RATE_LIMIT_PER_MINUTE: "600000",
      RATE_LIMIT_BURST: "10000",
      ...env,
    },
  })
  const key = deriveKey(secret, "device-secret")
  return {
    ...child,
    url,
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    tenant: slug,
    password: accessPassword(secret),
    deviceSecret: (tenantId, deviceId) => deviceSecretOf(key, tenantId, deviceId),
    ready: () => whenReady(`${url}/api/system/ready`),
    killPostgres: () => {
      const pid = Number(postmaster(dataDir)[0])
      // Between two starts there is none, or one that ended this instant.
      if (Number.isInteger(pid) && pid > 1 && existsSync(`/proc/${pid}`))
        process.kill(pid, "SIGKILL")
    },
    database: () => ({
      host: "127.0.0.1",
      port: Number(postmaster(dataDir)[3]),
      database: "heard",
      username: "heard_admin",
      password: readFileSync(join(dataDir, "postgres-password"), "utf8").trim(),
    }),
  }
}

/** Lines of its lock file: 1 process, 4 port. */
const postmaster = (dataDir: string): ReadonlyArray<string> => {
  const folder = join(dataDir, "postgres")
  const file = join(existsSync(folder) ? realpathSync(folder) : folder, "postmaster.pid")
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : []
}

const whenReady = async (address: string): Promise<void> => {
  for (const until = performance.now() + readyWithinMs; ; await wait(50)) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    )
    const there = answer?.ok === true
    await answer?.body?.cancel()
    if (there) return
    if (performance.now() > until) throw new Error(`${address} is not ready`)
  }
}
