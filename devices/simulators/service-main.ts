import { parseArgs } from "node:util"
import { startService } from "./service.ts"
import { deviceToken } from "./service-sign-in.ts"

const { values } = parseArgs({
  options: {
    url: { type: "string", default: "http://127.0.0.1:8080" },
    prefix: { type: "string", default: "/api" },
    tenant: { type: "string", default: "demo" },
    /** Read from standard input when it is absent, so that it stands in no list of processes. */
    password: { type: "string" },
    waiters: { type: "string", default: "3" },
    speed: { type: "string", default: "6" },
    busy: { type: "string", default: "0.6" },
    seed: { type: "string", default: "1" },
    "no-cooks": { type: "boolean", default: false },
  },
})

const password = values.password ?? (await firstLine())
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" })
const signIn = { api: `${values.url}${values.prefix}`, tenant: values.tenant, password }

const service = startService({
  url: values.url,
  prefix: values.prefix,
  tokenOf: (device) => deviceToken(signIn, device),
  waiters: Number(values.waiters),
  speed: Number(values.speed),
  busy: Number(values.busy),
  seed: Number(values.seed),
  cooks: !values["no-cooks"],
  tell: (line) => process.stdout.write(`${clock.format(new Date())} ${line}\n`),
})

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => {
    service.stop()
    process.exit(0)
  })

async function firstLine(): Promise<string> {
  process.stdin.setEncoding("utf8")
  let text = ""
  for await (const piece of process.stdin) {
    text += piece
    if (text.includes("\n")) break
  }
  return text.split("\n")[0] ?? ""
}
