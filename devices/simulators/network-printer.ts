import { createServer, type Server, type Socket } from "node:net"
import { Effect, Schema, type Scope } from "effect"
import type { LineLanguage } from "#devices/printers/network/line-printer.ts"
import type { Faults } from "./faults.ts"
import { makePaperStream, type StreamedPaper } from "./paper-stream.ts"
import { escposVoice, starVoice, type VoiceOf } from "./printer-voice.ts"
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

/** A virtual printer on a TCP port of its own, as they stand in kitchens: one connection at a time. */
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
  language: LineLanguage = "escpos",
): Effect.Effect<NetworkPrinter, PortTaken, Scope.Scope> =>
  Effect.gen(function* () {
    const stream = makePaperStream(keep, language)
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
    const voiced: VoiceOf = {
      say,
      status: () => ({ paper, coverOpen }),
      fence: () => fence,
      unasked: () => unasked,
    }
    const words = language === "escpos" ? escposVoice(voiced) : starVoice(voiced)

    const work = () => {
      let moved = false
      let budget =
        bytesPerSecond === null
          ? Number.POSITIVE_INFINITY
          : Math.max(1, Math.round((bytesPerSecond * tickMs) / 1000))
      while (budget > 0 && !stopped() && power === "on") {
        const step = stream.step()
        if (step === undefined) break
        words.reached(step)
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
          words.changed()
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
      words.begin()
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
      words.begin()
      if (deaf) caller.pause()
      changed()
      caller.on("close", () => {
        socket = undefined
        changed()
      })
      // It prints what it has before it closes its own half.
      caller.on("end", () => whenPrinted(() => caller.end()))
      caller.on("data", (bytes) => {
        words.heard(bytes)
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
          if (faults.paper !== undefined || faults.cover !== undefined) words.changed()
          if (faults.power === "cut" && power === "on") pullPlug()
          if (faults.power === "on" && power === "cut") {
            power = "on"
            yield* Effect.orDie(listen(port))
          }
          changed()
        }),
    } satisfies NetworkPrinter
  })
