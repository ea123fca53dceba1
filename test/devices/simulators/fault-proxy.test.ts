import type { AddressInfo } from "node:net"
import { connect, createServer, type Server, type Socket } from "node:net"
import fc from "fast-check"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import {
  type ConnectionFaults,
  faultPlan,
  faultsText,
  soundConnection,
  soundLane,
  type Weather,
} from "#devices/simulators/fault-plan.ts"
import { type FaultProxy, startFaultProxy } from "#devices/simulators/fault-proxy.ts"

const storm: Weather = {
  refused: 0.1,
  lateAccept: 0.2,
  acceptWithinMs: 300,
  slow: 0.5,
  latencyMs: 50,
  jitterMs: 100,
  bytesPerSecond: 100_000,
  stalls: 0.1,
  ends: { fin: 0.3, reset: 0.3, halfOpen: 0.2 },
  upBytes: 2_000,
  downBytes: 30_000,
}

/** One end of a connection and what happened to it. */
interface End {
  readonly socket: Socket
  readonly heard: () => string
  readonly fate: () => "open" | "ended" | "broken"
}

const endOf = (socket: Socket): End => {
  let heard = ""
  let fate: ReturnType<End["fate"]> = "open"
  socket.on("data", (bytes: Buffer) => {
    heard += bytes.toString("latin1")
  })
  socket.on("end", () => {
    fate = "ended"
  })
  socket.on("error", () => {
    fate = "broken"
  })
  return { socket, heard: () => heard, fate: () => fate }
}

let server: Server
let proxy: FaultProxy | undefined
const atHub: Array<End> = []
const sockets = new Set<Socket>()

beforeEach(async () => {
  atHub.length = 0
  server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    atHub.push(endOf(socket))
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", () => listening()))
})
afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  await proxy?.close()
  proxy = undefined
  await new Promise((closed) => server.close(closed))
})

const behind = async (faults: Partial<ConnectionFaults>) => {
  proxy = await startFaultProxy({
    target: { host: "127.0.0.1", port: (server.address() as AddressInfo).port },
    plan: () => ({ ...soundConnection, ...faults }),
  })
  return { proxy, device: dial(proxy) }
}
const dial = (proxy: FaultProxy): End => {
  const socket = connect({ host: "127.0.0.1", port: proxy.port, allowHalfOpen: true })
  sockets.add(socket)
  return endOf(socket)
}
const hubSide = async (): Promise<End> => {
  await expect.poll(() => atHub.length, { interval: 2 }).toBe(1)
  return atHub[0] as End
}
const text = (bytes: number): string =>
  Array.from({ length: bytes }, (_, n) => String.fromCharCode(97 + (n % 26))).join("")

describe("the plan of a bad network", () => {
  it("[FAULT-1] is the same for the same seed, and says itself in one line", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(100_000), (seed, n) => {
        const faults = faultPlan(seed, storm)(n)
        expect(faultPlan(seed, storm)(n)).toEqual(faults)
        expect(faultsText(faults)).not.toContain("\n")
        expect(faults.end?.afterBytes ?? 0).toBeLessThanOrEqual(30_000)
      }),
      { seed: 4711 },
    )
    const day = Array.from({ length: 1_000 }, (_, n) => faultPlan(7, storm)(n))
    expect(new Set(day.map(({ end }) => end?.how))).toEqual(
      new Set(["fin", "reset", "halfOpen", undefined]),
    )
    expect(day.filter(({ refused }) => refused).length).toBeGreaterThan(60)
    expect(faultsText(soundConnection)).toBe("sound")
    expect(faultsText({ ...soundConnection, refused: true })).toBe("refused")
  })
})

describe("a connection through the fault proxy", () => {
  it("[FAULT-2] carries every byte both ways and the end of each, when nothing is wrong", async () => {
    const { device, proxy } = await behind({})
    device.socket.end(text(300_000))
    const hub = await hubSide()
    await expect.poll(() => hub.fate()).toBe("ended")
    expect(hub.heard()).toBe(text(300_000))
    hub.socket.end("good bye")
    await expect.poll(() => device.fate()).toBe("ended")
    expect(device.heard()).toBe("good bye")
    await expect.poll(() => proxy.open()).toBe(0)
    expect(proxy.bytesDown()).toBe(8)
  })

  it("[FAULT-3] is late, unsteady and slow as it was told, in order and whole", async () => {
    const down = { latencyMs: 40, jitterMs: 20, bytesPerSecond: 100_000 }
    const { device } = await behind({ down })
    const hub = await hubSide()
    const began = performance.now()
    for (let n = 0; n < 10; n += 1) hub.socket.write(text(1_000))
    await expect.poll(() => device.heard().length, { interval: 5 }).toBeGreaterThan(0)
    expect(performance.now() - began).toBeGreaterThan(40)
    await expect.poll(() => device.heard().length, { interval: 5 }).toBe(10_000)
    expect(performance.now() - began).toBeGreaterThan(100)
    expect(device.heard()).toBe(text(1_000).repeat(10))
  })

  it("[FAULT-4] ends at the byte, in good order or broken", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("fin" as const, "reset" as const),
        fc.integer({ min: 0, max: 5_000 }),
        async (how, afterBytes) => {
          atHub.length = 0
          const { device, proxy } = await behind({ end: { how, lane: "down", afterBytes } })
          if (afterBytes > 0) (await hubSide()).socket.write(text(6_000))
          await expect.poll(() => device.fate(), { interval: 2 }).not.toBe("open")
          expect(device.fate()).toBe(how === "fin" ? "ended" : "broken")
          if (how === "fin") expect(device.heard()).toBe(text(afterBytes))
          else expect(text(afterBytes).startsWith(device.heard())).toBe(true)
          expect(proxy.bytesDown()).toBe(afterBytes)
          await proxy.close()
        },
      ),
      { numRuns: 12, seed: 4712 },
    )
  })

  it("[FAULT-5] is half open: nothing passes and neither side is told, not even of a hang-up", async () => {
    const { device, proxy } = await behind({
      end: { how: "halfOpen", lane: "down", afterBytes: 100 },
    })
    const hub = await hubSide()
    hub.socket.write(text(500))
    await expect.poll(() => device.heard()).toBe(text(100))
    device.socket.write("anybody there?")
    device.socket.end()
    hub.socket.write(text(500))
    await new Promise((later) => setTimeout(later, 60))
    expect([device.heard(), hub.heard()]).toEqual([text(100), ""])
    expect([device.fate(), hub.fate()]).toEqual(["open", "open"])
    expect(proxy.open()).toBe(1)
  })

  it("[FAULT-6] stalls in one direction while the other goes on, and holds back no more than a buffer", async () => {
    const { device } = await behind({ up: { ...soundLane, stallsAfter: 10 } })
    const hub = await hubSide()
    device.socket.write(Buffer.alloc(20_000_000, text(26)))
    await expect.poll(() => hub.heard()).toBe(text(10))
    hub.socket.write("still here")
    await expect.poll(() => device.heard()).toBe("still here")
    expect(device.socket.writableLength).toBeGreaterThan(1_000_000)
    expect(hub.heard()).toBe(text(10))
  })

  it("[FAULT-7] is refused, or made long before the hub hears of it", async () => {
    const { device: refused, proxy } = await behind({ refused: true })
    await expect.poll(() => refused.fate()).toBe("broken")
    proxy.change(() => ({ ...soundConnection, acceptAfterMs: 60 }))
    const began = performance.now()
    const late = dial(proxy)
    late.socket.write("hello")
    await new Promise((connected) => late.socket.once("connect", connected))
    expect(atHub).toHaveLength(0)
    const hub = await hubSide()
    expect(performance.now() - began).toBeGreaterThan(55)
    await expect.poll(() => hub.heard()).toBe("hello")
    expect(proxy.made()).toBe(2)
  })

  it("[FAULT-8] stands still while the cable is out; who knocks is let in when it is in again", async () => {
    const { device: before, proxy } = await behind({})
    const hub = await hubSide()
    proxy.unplug()
    const during = dial(proxy)
    before.socket.write("lost")
    await new Promise((later) => setTimeout(later, 40))
    expect([before.fate(), during.fate(), hub.heard()]).toEqual(["open", "open", ""])
    proxy.plugIn()
    await expect.poll(() => atHub.length).toBe(2)
    dial(proxy).socket.write("back")
    await expect.poll(() => atHub[2]?.heard()).toBe("back")
    expect(hub.heard()).toBe("")
    proxy.cut("reset")
    await expect.poll(() => [before.fate(), hub.fate()]).toEqual(["broken", "broken"])
    expect(proxy.open()).toBe(0)
  })
})
