import { createHmac } from "node:crypto"
import { connectAsync, type MqttClient } from "mqtt"
import { deriveKey } from "#core/security/secrets.ts"

/** Which devices there are, as one argument of JSON. */
export interface BenchDevicesOptions {
  readonly mqttPort: number
  readonly secret: string
  readonly tenants: ReadonlyArray<string>
  readonly count: number
}

const options = JSON.parse(process.argv[2] ?? "{}") as BenchDevicesOptions
const key = deriveKey(options.secret, "device-secret")

/** As a print agent comes: with its will, listening to its own topics, having said what it is and how it is. */
const connected = async (n: number) => {
  const tenant = options.tenants[n % options.tenants.length] ?? ""
  const device = `bench-agent-${n}`
  const root = `heard/v1/${tenant}/${device}`
  const client = await connectAsync(`mqtt://127.0.0.1:${options.mqttPort}`, {
    clientId: `${tenant}.${device}`,
    username: `${tenant}/${device}`,
    password: createHmac("sha256", key).update(`${tenant}/${device}`).digest("base64url"),
    protocolVersion: 4,
    keepalive: 30,
    reconnectPeriod: 0,
    will: { topic: `${root}/up/state`, payload: Buffer.from('{"s":"lost","boot":1}'), qos: 1 },
  })
  await client.subscribeAsync([`${root}/down/#`, `heard/v1/${tenant}/hub/state`], { qos: 1 })
  const kept = { qos: 1, retain: true } as const
  await client.publishAsync(`${root}/up/info`, '{"model":"TM-m30III","agent":"bench/1"}', kept)
  await client.publishAsync(
    `${root}/up/status`,
    '{"online":true,"paper":"ok","cover":false,"error":null,"seq":1}',
    kept,
  )
  await client.publishAsync(`${root}/up/state`, '{"s":"ready","boot":1}', kept)
  return client
}

const clients: Array<MqttClient> = []
for (let n = 0; n < options.count; n += 50)
  clients.push(
    ...(await Promise.all(
      Array.from({ length: Math.min(50, options.count - n) }, (_, k) => connected(n + k)),
    )),
  )
process.on("message", () =>
  process.send?.({ found: clients.filter((client) => client.connected).length }),
)
process.once("SIGTERM", () => process.exit(0))
process.once("disconnect", () => process.exit(0))
process.stdout.write("{}\n")
