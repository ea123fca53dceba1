import { createServer, type Server, type Socket } from "node:net"
import { Effect, Schema, type Scope } from "effect"
import type { Faults } from "./faults.ts"
import { makePaperStream, type PaperStep, type StreamedPaper } from "./paper-stream.ts"
import type { PaperStatus, VirtualPrinter } from "./virtual-printer.ts"

/** What somebody may do to a printer in the network. Absent: leave it as it is. */
export interface NetworkFaults extends Faults {
  /** What it says on its way back: everything, nothing at all, rubbish beside it, or rubbish without end. */
  readonly voice?: "whole" | "mute" | "garbled" | "flood"
  /** Takes connections and never reads. */
  readonly deaf?: boolean
  /** Takes a connection and ends it at once, as one does that another program holds. */
  readonly busy?: boolean
  /** Which fence it knows; clones know none, or the older one. */
  readonly fence?: "gs(h" | "gs-r" | "none"
  /** Automatic status back. */
  readonly unasked?: boolean
  /** The plug is pulled when so many bytes more have reached the paper; `null`: it is not. */
  readonly powerCutAfterBytes?: number | null
}

/** A virtual ESC/POS printer on a TCP port of its own, as they stand in kitchens: one connection at a time. */
export interface NetworkPrinter {
  readonly port: number
  readonly status: () => PaperStatus & { readonly power: "on" | "cut" }
  readonly speed: VirtualPrinter["speed"]
  /** Newest last. */
  readonly papers: () => ReadonlyArray<StreamedPaper>
  /** As of a {@link VirtualPrinter}; connections that come and go are changes too. */
  readonly onChange: VirtualPrinter["onChange"]
  readonly apply: (faults: NetworkFaults) => Effect.Effect<void>
  /** How many connections were made, were sent away, and are there. */
  readonly connections: () => {
    readonly made: number
    readonly refused: number
    readonly open: number
  }
}

/** The port is taken. */
export class PortTaken extends Schema.TaggedError<PortTaken>()("PortTaken", {
  reason: Schema.String,
}) {}

/** Bytes that the printer takes in before it lets the sender wait. */
const receiveBuffer = 4096
/** How often bytes move from the buffer to the paper, in milliseconds. */
const tickMs = 20

/** @param keep pieces of paper that are kept */
export const startNetworkPrinter = (
  keep = 50,
): Effect.Effect<NetworkPrinter, PortTaken, Scope.Scope> =>
  Effect.gen(function* () {
    const stream = makePaperStream(keep)
    let paper: PaperStatus["paper"] = "ok"
    let coverOpen = false
    let power: "on" | "cut" = "on"
    let bytesPerSecond: number | null = null
    let paperLeft: number | null = null
    let powerLeft: number | null = null
    let voice: NonNullable<NetworkFaults["voice"]> = "whole"
    let fence: NonNullable<NetworkFaults["fence"]> = "gs(h"
    let unasked = true
    let busy = false
    let deaf = false
    let automatic = false
    let socket: Socket | undefined
    let made = 0
    let sentAway = 0
    const listeners = new Set<() => void>()
    const changed = () => {
      for (const listener of listeners) listener()
    }

    const say = (bytes: Uint8Array) => {
      if (socket === undefined || voice === "mute") return
      if (voice === "garbled") socket.write(Buffer.of(0x91, 0xff, 0x83))
      socket.write(bytes)
    }
    const stopped = () => paper === "out" || coverOpen
    const sayStatus = () => {
      if (!automatic || !unasked) return
      const printer = 0x10 | (stopped() ? 0x08 : 0) | (coverOpen ? 0x20 : 0)
      say(Buffer.of(printer, 0, paper === "out" ? 0x0f : paper === "low" ? 0x03 : 0, 0))
    }
    const realTime = (n: number): number | undefined => {
      const out = paper === "out"
      const bits = {
        1: stopped() ? 0x08 : 0,
        2: (coverOpen ? 0x04 : 0) | (out ? 0x20 : 0),
        3: 0,
        4: out ? 0x6c : paper === "low" ? 0x0c : 0,
      }[n]
      return bits === undefined ? undefined : 0x12 | bits
    }
    const answer = ({ name, parameters }: PaperStep) => {
      // As on the real ones, what starts a ticket afresh switches the automatic status off.
      if (name === "1b40") automatic = false
      if (name === "1d61") {
        automatic = (parameters[0] ?? 0) !== 0
        sayStatus()
      }
      if (name === "1d72" && fence !== "none") say(Buffer.of(paper === "low" ? 0x03 : 0))
      if (name === "1d2848" && fence === "gs(h")
        say(Buffer.concat([Buffer.of(0x37, 0x22), parameters.subarray(4), Buffer.of(0)]))
      if (name === "1d49") say(Buffer.from(parameters[0] === 0x42 ? "_HEARD\0" : "_VP-1\0"))
    }

    const work = () => {
      let moved = false
      let budget =
        bytesPerSecond === null
          ? Number.POSITIVE_INFINITY
          : Math.max(1, Math.round((bytesPerSecond * tickMs) / 1000))
      while (budget > 0 && !stopped() && power === "on") {
        const step = stream.step()
        if (step === undefined) break
        answer(step)
        spend(step.bytes)
        budget -= step.bytes
        if (step.bytes > 0) moved = true
      }
      if (moved) changed()
      if (stream.waiting() < receiveBuffer && !deaf) socket?.resume()
    }
    const spend = (bytes: number) => {
      if (bytes === 0) return
      if (paperLeft !== null) {
        paperLeft = Math.max(0, paperLeft - bytes)
        if (paperLeft === 0) {
          paper = "out"
          sayStatus()
        }
      }
      if (powerLeft !== null) {
        powerLeft -= bytes
        if (powerLeft <= 0) pullPlug()
      }
    }
    const pullPlug = () => {
      power = "cut"
      powerLeft = null
      automatic = false
      stream.clear()
      socket?.resetAndDestroy()
      server.close()
      changed()
    }

    const server: Server = createServer({ allowHalfOpen: true }, (caller) => {
      caller.setNoDelay(true)
      caller.on("error", () => caller.destroy())
      if (busy || socket !== undefined || power === "cut") {
        sentAway += 1
        caller.resetAndDestroy()
        return
      }
      made += 1
      socket = caller
      automatic = false
      if (deaf) caller.pause()
      changed()
      caller.on("close", () => {
        socket = undefined
        changed()
      })
      // It prints what it has before it closes its own half.
      caller.on("end", () => whenPrinted(() => caller.end()))
      caller.on("data", (bytes) => {
        for (let n = 0; n + 2 < bytes.length; n += 1) {
          const status =
            bytes[n] === 0x10 && bytes[n + 1] === 4 ? realTime(bytes[n + 2] ?? 0) : undefined
          if (status !== undefined) say(Buffer.of(status))
        }
        stream.receive(bytes)
        if (stream.waiting() >= receiveBuffer) caller.pause()
        if (bytesPerSecond === null) work()
      })
    })
    const whenPrinted = (then: () => void) => {
      if (stream.waiting() === 0 || power === "cut") then()
      else setTimeout(() => whenPrinted(then), tickMs)
    }

    const listen = (port: number) =>
      Effect.callback<number, PortTaken>((resume) => {
        const failed = ({ message }: Error) =>
          resume(Effect.fail(new PortTaken({ reason: message })))
        server.once("error", failed)
        server.listen(port, "127.0.0.1", () => {
          server.off("error", failed)
          const address = server.address()
          resume(Effect.succeed(typeof address === "object" ? (address?.port ?? 0) : 0))
        })
      })
    const port = yield* listen(0)
    const clockwork = setInterval(() => {
      if (power === "cut") return
      work()
      if (voice === "flood" && socket !== undefined && socket.writableLength < 1_000_000)
        socket.write(Buffer.alloc(32_768, 0x12))
    }, tickMs)
    yield* Effect.addFinalizer(() =>
      Effect.sync(() => {
        clearInterval(clockwork)
        socket?.destroy()
        server.close()
      }),
    )

    return {
      port,
      status: () => ({ paper, coverOpen, power }),
      speed: () => ({ bytesPerSecond, paperOutAfterBytes: paperLeft }),
      papers: stream.papers,
      onChange: (listener) =>
        Effect.acquireRelease(
          Effect.sync(() => void listeners.add(listener)),
          () => Effect.sync(() => void listeners.delete(listener)),
        ),
      connections: () => ({ made, refused: sentAway, open: socket === undefined ? 0 : 1 }),
      apply: (faults) =>
        Effect.gen(function* () {
          if (faults.paper !== undefined) {
            paper = faults.paper
            if (paper !== "out" && paperLeft === 0) paperLeft = null
          }
          coverOpen = faults.cover ?? coverOpen
          if (faults.bytesPerSecond !== undefined) bytesPerSecond = faults.bytesPerSecond
          if (faults.paperOutAfterBytes !== undefined) {
            paperLeft = faults.paperOutAfterBytes
            if (paperLeft === 0) paper = "out"
          }
          if (faults.powerCutAfterBytes !== undefined) powerLeft = faults.powerCutAfterBytes
          voice = faults.voice ?? voice
          fence = faults.fence ?? fence
          unasked = faults.unasked ?? unasked
          busy = faults.busy ?? busy
          deaf = faults.deaf ?? deaf
          if (deaf) socket?.pause()
          if (faults.paper !== undefined || faults.cover !== undefined) sayStatus()
          if (faults.power === "cut" && power === "on") pullPlug()
          if (faults.power === "on" && power === "cut") {
            power = "on"
            yield* Effect.orDie(listen(port))
          }
          changed()
        }),
    } satisfies NetworkPrinter
  })
