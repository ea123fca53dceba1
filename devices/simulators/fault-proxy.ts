import type { AddressInfo } from "node:net"
import { connect, createServer, type Server, type Socket } from "node:net"
import { type ConnectionEnd, type ConnectionFaults, soundConnection } from "./fault-plan.ts"
import { FaultyLane } from "./faulty-lane.ts"
import { chanceOf } from "./service-random.ts"

/** A network between a device and the hub, as bad as its plan says. It knows bytes and nothing of what they mean. */
export interface FaultProxy {
  readonly port: number
  /** Connections that devices have made so far, refused ones included. */
  readonly made: () => number
  /** Connections that exist now, those included that are half open. */
  readonly open: () => number
  /** Bytes that reached the devices. */
  readonly bytesDown: () => number
  /** From now on another plan, for new connections. */
  readonly change: (plan: FaultProxyOptions["plan"]) => void
  /** Every connection ends this way now; of half-open ones both sides are told at last. */
  readonly cut: (how: ConnectionEnd["how"]) => void
  /** The cable is out: what is there is half open, and who connects is not answered, until {@link plugIn}. */
  readonly unplug: () => void
  /**
   * The cable is in again: who is still knocking is let in. What was half open stays so, as its packets are long given
   * up.
   */
  readonly plugIn: () => void
  readonly close: () => Promise<void>
}

export interface FaultProxyOptions {
  readonly target: { readonly host: string; readonly port: number }
  /** Where it listens. Absent: on a free one. */
  readonly port?: number
  /** What goes wrong with the n-th connection, counted from 0. Default: nothing. */
  readonly plan?: (n: number) => ConnectionFaults
  /** For the jitter. */
  readonly seed?: number
}

/** Connections that may exist at the same time; of the half-open ones the oldest go first, one more is refused. */
const mostOpen = 10_000
const mostHalfOpen = 500

/** How long a side may take to answer a goodbye before it is cut off, in milliseconds. */
const farewellMs = 1_000

interface Line {
  readonly device: Socket
  hub?: Socket
  readonly lanes: Array<FaultyLane>
  wait?: ReturnType<typeof setTimeout>
}

/** Listens on this machine. */
export const startFaultProxy = async (options: FaultProxyOptions): Promise<FaultProxy> => {
  const { target, seed = 0 } = options
  let plan = options.plan ?? (() => soundConnection)
  const lines = new Set<Line>()
  /** In the order in which they became so. */
  const halfOpen = new Set<Line>()
  let made = 0
  let unplugged = false
  let bytesGone = 0
  /** Came while the cable was out. */
  const knocking = new Map<Line, () => void>()
  /** Sockets that were told goodbye and have not answered it. */
  const leaving = new Set<Socket>()

  const forget = (line: Line): void => {
    if (!lines.delete(line)) return
    halfOpen.delete(line)
    knocking.delete(line)
    clearTimeout(line.wait)
    for (const lane of line.lanes) lane.stop()
    bytesGone += downOf(line)
  }

  const end = (line: Line, how: ConnectionEnd["how"]): void => {
    clearTimeout(line.wait)
    if (how === "halfOpen") {
      for (const lane of line.lanes) lane.stop()
      line.device.pause()
      halfOpen.add(line)
      const [oldest] = halfOpen
      if (halfOpen.size > mostHalfOpen && oldest !== undefined) end(oldest, "reset")
      return
    }
    const sides = line.hub === undefined ? [line.device] : [line.device, line.hub]
    forget(line)
    for (const side of sides) {
      if (how === "reset") side.resetAndDestroy()
      else {
        // Read on, or the goodbye of the other side is never seen.
        side.resume()
        side.end()
        side.setTimeout(farewellMs, () => side.destroy())
        leaving.add(side)
        side.once("close", () => leaving.delete(side))
      }
    }
  }

  const pass = (line: Line, faults: ConnectionFaults, draw: () => number): void => {
    if (!lines.has(line)) return
    const hub = connect({ ...target, allowHalfOpen: true, noDelay: true })
    line.hub = hub
    const laneOf = (lane: "up" | "down") =>
      new FaultyLane(
        ...(lane === "up" ? ([line.device, hub] as const) : ([hub, line.device] as const)),
        {
          faults: faults[lane],
          draw,
          endsAfter: faults.end?.lane === lane ? faults.end.afterBytes : undefined,
          onEnd: () => end(line, faults.end?.how ?? "fin"),
        },
      )
    line.lanes.push(laneOf("up"), laneOf("down"))
    hub.on("error", () => undefined)
    hub.on("close", () => gone(line, line.device))
  }

  /** One side is gone: the other is told, unless the line is half open. */
  const gone = (line: Line, other: Socket | undefined): void => {
    if (halfOpen.has(line)) return
    forget(line)
    other?.destroy()
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (device) => {
    const n = made
    made += 1
    const faults = plan(n)
    device.on("error", () => undefined)
    if ((faults.refused && !unplugged) || lines.size >= mostOpen) {
      device.resetAndDestroy()
      return
    }
    const line: Line = { device, lanes: [] }
    lines.add(line)
    device.on("close", () => gone(line, line.hub))
    const chance = chanceOf(seed + n)
    if (unplugged) knocking.set(line, () => pass(line, faults, chance.draw))
    else if (faults.acceptAfterMs === 0) pass(line, faults, chance.draw)
    else line.wait = setTimeout(() => pass(line, faults, chance.draw), faults.acceptAfterMs)
  })
  await listening(server, options.port ?? 0)

  const cut = (how: ConnectionEnd["how"]) => {
    for (const line of [...lines]) if (how !== "halfOpen" || !halfOpen.has(line)) end(line, how)
  }
  return {
    port: (server.address() as AddressInfo).port,
    made: () => made,
    open: () => lines.size,
    bytesDown: () => [...lines].reduce((sum, line) => sum + downOf(line), bytesGone),
    change: (next) => {
      plan = next ?? (() => soundConnection)
    },
    cut,
    unplug: () => {
      unplugged = true
      cut("halfOpen")
    },
    plugIn: () => {
      unplugged = false
      for (const enter of knocking.values()) enter()
      knocking.clear()
    },
    close: async () => {
      for (const line of [...lines]) end(line, "reset")
      for (const side of leaving) side.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const downOf = ({ lanes }: Line): number => lanes[1]?.passed ?? 0

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((done, failed) => {
    server.once("error", failed)
    server.listen(port, "127.0.0.1", () => done())
  })
