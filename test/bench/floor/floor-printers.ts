import { createHash } from "node:crypto"
import { createServer } from "node:net"
import { Aedes } from "aedes"

/** Bytes of one chit, about as many as the hub's encoder makes of three lines. */
const chit = Buffer.alloc(600, 65)
const sha256 = createHash("sha256").update(chit).digest("hex")
const data = chit.toString("base64")

/** A broker, one job an order to the restaurant's printer `floor`, and its result. Speaks to the same virtual printers. */
export const floorPrinters = async (
  port: number,
  printed: (tenant: string, job: string) => Promise<void>,
) => {
  const broker = await Aedes.createBroker()
  const server = createServer(broker.handle)
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))

  const publish = (topic: string, body: object) =>
    broker.publish(
      { cmd: "publish", topic, payload: JSON.stringify(body), qos: 1, retain: false, dup: false },
      () => {},
    )

  await broker.subscribe(
    "heard/v1/+/+/up/result",
    async (packet, done) => {
      const [, , tenant = ""] = packet.topic.split("/")
      const { job, state } = JSON.parse(String(packet.payload)) as { job: string; state: string }
      done()
      if (state !== "printed") return
      await printed(tenant, job)
      publish(`heard/v1/${tenant}/floor/down/rcpt`, { v: 1, job })
    },
    () => {},
  )

  let seq = 0
  return {
    print: (tenant: string, job: string) => {
      seq += 1
      publish(`heard/v1/${tenant}/floor/down/job`, {
        v: 1,
        job,
        attempt: 1,
        seq,
        kind: "order",
        order: null,
        station: null,
        fmt: "escpos",
        profile: "floor/48",
        sha256,
        data,
        notAfter: new Date(Date.now() + 600_000).toISOString(),
        fence: "0001",
        copyOf: null,
      })
    },
  }
}
