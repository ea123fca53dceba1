import type { AddressInfo } from "node:net"
import { io } from "socket.io-client"
import { afterEach, describe, expect, it } from "vitest"
import { type FaultProxy, startFaultProxy } from "#devices/simulators/fault-proxy.ts"
import { greeted, transports } from "./raw-client.ts"
import { type SocketHub, startSocketHub, token } from "./socket-hub.ts"

let hub: SocketHub
let proxy: FaultProxy
afterEach(async () => {
  await proxy.close()
  await hub.close()
})

const start = async (heartbeatMs?: number): Promise<string> => {
  hub = await startSocketHub(heartbeatMs === undefined ? {} : { heartbeatMs })
  const { port } = hub.server.address() as AddressInfo
  proxy = await startFaultProxy({ target: { host: "127.0.0.1", port } })
  return `http://127.0.0.1:${proxy.port}`
}

describe.each(transports)("a device over %s behind a bad network", (transport) => {
  it("[SOCK-30] is live by its new connection at once while its old one is half open", async () => {
    const network = await start()
    const view = hub.view("screen/1")
    for (const older of transports) {
      await greeted(older, network, token("device:tab"), [{ view: view.name }])
      await expect.poll(() => view.watchers).toBe(1)
      proxy.cut("halfOpen")
      const newer = await greeted(transport, network, token("device:tab"), [{ view: view.name }])
      await newer.next("snapshot")
      expect(hub.present).toEqual([`tab ${transport}`])
      expect(view.watchers).toBe(1)
      expect(hub.sockets.count()).toBe(1)
      view.publish([{ id: "a", rev: view.seq, v: view.seq }])
      await newer.next("ev")
      newer.close()
      await expect.poll(() => hub.sockets.count()).toBe(0)
    }
  })
})

it("[SOCK-28] a device that is gone without a word is missed after two heartbeats, and so is its presence", async () => {
  const network = await start(300)
  await greeted("ws", network, token("device:tab"))
  expect(hub.present).toEqual(["tab ws"])
  proxy.cut("halfOpen")
  const began = performance.now()
  await expect.poll(() => hub.present, { interval: 10 }).toEqual([])
  expect(performance.now() - began).toBeLessThan(2 * 300 + 250)
  expect(hub.sockets.count()).toBe(0)
})

it("[SOCK-52] socket.io recovers no session: who comes back says hello with a credential that still counts", async () => {
  const network = await start()
  const view = hub.view("screen/1")
  view.publish([{ id: "a", rev: 1, v: 1 }])
  const socket = io(`${network}/hub`, {
    transports: ["websocket"],
    reconnectionDelay: 1,
    forceNew: true,
    auth: { pid: "a private session id", offset: "1" },
  })
  const heard: Array<{ readonly t: string; readonly code?: string }> = []
  socket.on("frame", (frame) => heard.push(frame))
  const hello = (who: string) =>
    socket.emit("frame", { t: "hello", proto: 1, token: token(who), views: [{ view: view.name }] })
  await new Promise((connected) => socket.once("connect", () => connected(undefined)))
  hello("device:tab")
  await expect.poll(() => heard.map(({ t }) => t)).toEqual(["welcome", "snapshot"])
  const again = new Promise((connected) => socket.once("connect", () => connected(undefined)))
  proxy.cut("reset")
  view.publish([{ id: "a", rev: 2, v: 2 }])
  await again
  expect(socket.recovered).toBeFalsy()
  expect((socket as unknown as { readonly _pid?: string })._pid).toBeUndefined()
  view.publish([{ id: "a", rev: 3, v: 3 }])
  expect(heard).toHaveLength(2)
  hello("revoked:tab")
  await expect.poll(() => heard.at(-1)).toMatchObject({ t: "bye", code: "AUTH_INVALID" })
  expect(heard).toHaveLength(3)
  socket.disconnect()
})
