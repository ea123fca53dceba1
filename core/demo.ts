import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { Effect } from "effect"
import { hubOverRest, listening } from "#core/demo/hub-over-rest.ts"
import { freePort, type Kept, keepRunning } from "#core/demo/kept-program.ts"
import { openNotes } from "#core/demo/printer-notes.ts"
import { printerSettings } from "#core/demo/printer-settings.ts"
import { addAsking, addDialled, claimAsking, placeAll } from "#core/demo/printer-setup.ts"
import { demoRestaurant } from "#core/demo/restaurant.ts"
import { accessPassword, appSecret, deriveKey, deviceSecretOf } from "#core/security/secrets.ts"

/**
 * `npm run demo`: a whole restaurant on a throw-away data folder. Three programs, as in real life: the hub, the printers
 * with their journals, and the staff; the last two know the hub by its network interfaces alone. Whichever dies is
 * started again, so that `kill -9` of the hub is part of the show.
 */
const { values } = parseArgs({
  options: {
    /** How many times faster than life the staff works. */
    speed: { type: "string", default: "6" },
    /** Keep the restaurant here instead of in a throw-away folder. */
    data: { type: "string" },
    /** Only the hub and the printers: every order is yours. */
    quiet: { type: "boolean", default: false },
  },
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}
const dataDir =
  values.data === undefined ? mkdtempSync(join(tmpdir(), "heard-demo-")) : resolve(values.data)
mkdirSync(dataDir, { recursive: true })
const slug = "bistro"
const kept: Kept[] = []
let ending = false

/** Printers and staff first, so that nobody orders from a hub that is going. */
const end = async (code: number): Promise<never> => {
  if (!ending) {
    ending = true
    for (const program of kept.toReversed()) await program.stop()
    if (values.data === undefined) rmSync(dataDir, { recursive: true, force: true })
  }
  process.exit(code)
}
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void end(0))

const run = (program: Parameters<typeof keepRunning>[0]): void => {
  kept.push(keepRunning({ ...program, say }))
}

const secret = await Effect.runPromise(
  appSecret({
    dataDir,
    ...(process.env["APP_SECRET"] === undefined ? {} : { configured: process.env["APP_SECRET"] }),
  }),
)
const password = accessPassword(secret)
const port = await freePort(Number(process.env["PORT"] ?? 8080))
const mqttPort = await freePort(Number(process.env["MQTT_PORT"] ?? 1883))
const printersPort = await freePort(8090)
const paperPort = await freePort(9100)
const host = process.env["HOST"] ?? "0.0.0.0"
const url = `http://127.0.0.1:${port}`
const key = deriveKey(secret, "device-secret")

say("\n  Heard opens a bistro …")
run({
  name: "hub",
  file: "core/start.ts",
  args: [],
  env: {
    HEARD_DEMO: JSON.stringify({
      slug,
      name: "Chez Margaux",
      info: { demo: true, virtualPrinters: { port: printersPort } },
    }),
    HOST: host,
    PORT: String(port),
    MQTT_PORT: String(mqttPort),
    DATA_DIR: dataDir,
    APP_SECRET: secret,
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "warn",
  },
})

const notOpened = (cause: unknown): Promise<never> => {
  say(`  The bistro cannot open: ${String(cause)}`)
  return end(1)
}
const hub = await hubOverRest({ url, tenant: slug, password }).catch(notOpened)
const notes = openNotes(join(dataDir, "further-printers.json"))
await addAsking(hub, notes).catch(notOpened)
const restaurant = await demoRestaurant(hub).catch(notOpened)
const settings = join(dataDir, "virtual-printers.json")
writeFileSync(
  settings,
  JSON.stringify({
    mqttUrl: `mqtt://127.0.0.1:${mqttPort}`,
    dataDir: join(dataDir, "virtual-printers"),
    host,
    port: printersPort,
    printers: printerSettings({
      ...{ ...restaurant, notes: notes.notes, url, paperPort, tenantId: hub.tenantId },
      secretOf: (deviceId) => deviceSecretOf(key, hub.tenantId, deviceId),
    }),
  }),
  { mode: 0o600 },
)
run({ name: "printers", file: "devices/simulators/printers-main.ts", args: [settings] })
const roll = `http://127.0.0.1:${printersPort}`
await listening(`${roll}/printers`)
  .then(() => addDialled(hub, notes, paperPort))
  .then(() => claimAsking(hub, notes, roll))
  .catch(notOpened)

const access = `#access=${password}&tenant=${slug}`
const [address = url] = restaurant.addresses
const [grill] = restaurant.screens.filter(({ name }) => name === "Grill")
say(`
  Chez Margaux is open.  Open these on a phone and a tablet in the same network, or here:

    Start page, with QR codes   ${address}/${access}
    Handheld of a waiter        ${address}/handheld${access}
    Kitchen screen, grill       ${address}/kds?screen=${grill?.id ?? ""}${access}
    Kitchen screens, choose     ${address}/kds${access}
    Order-ready board           ${address}/board${access}
    Virtual printers            ${address}/virtual-printers${access}
    API                         ${address}/api/docs

    user owner   password ${password}   restaurant ${slug}

  Try it: kill -9 ${kept[0]?.pid() ?? "the hub"} (the hub) or kill -9 ${kept[1]?.pid() ?? "them"} (the printers) in the middle of the service.
  Ctrl-C ends the demo.
`)
placeAll(hub, notes).catch((cause: unknown) => {
  if (!ending) say(`  The pass, the fryer and the terrace stay without a printer: ${String(cause)}`)
})
if (!values.quiet)
  run({
    name: "staff",
    file: "devices/simulators/service-main.ts",
    args: [...["--url", url, "--tenant", slug, "--password", password, "--speed", values.speed]],
  })
