import { connect, type Socket } from "node:net"
import { Deferred, Effect } from "effect"
import { floodGauge, LineLost, type OpenLine } from "./printer-line.ts"

export interface TcpAddress {
  readonly host: string
  readonly port: number
}

/**
 * Raw TCP, usually port 9100. It is read at all times and closed by half: a socket that is destroyed while the printer
 * talks sends a reset, and the printer throws away what it had not read yet (measured: 65,536 of 200,003 bytes, no cut).
 */
export const tcpLine =
  ({ host, port }: TcpAddress, connectMs: number): OpenLine =>
  (onBytes) =>
    Effect.gen(function* () {
      const ended = yield* Deferred.make<never, LineLost>()
      const end = (cause: LineLost["cause"], reason: string) =>
        void Deferred.doneUnsafe(ended, Effect.fail(new LineLost({ cause, reason })))
      const lost = Deferred.await(ended)
      const flooded = floodGauge()
      const socket = yield* Effect.acquireRelease(
        Effect.sync(() => dial(host, port)),
        hangUp,
      )
      const patience = setTimeout(() => {
        end("unreachable", `no answer within ${connectMs} ms`)
        socket.destroy()
      }, connectMs)
      let open = false
      socket.on("error", ({ message }) => end(open ? "closed" : "unreachable", message))
      socket.on("close", () => end(open ? "closed" : "unreachable", "the printer ended it"))
      socket.on("data", (bytes) => {
        if (flooded(bytes.length, Date.now())) {
          end("flooding", "it says more than a printer has to say")
          socket.destroy()
        } else onBytes(bytes)
      })
      yield* Effect.callback<void>((resume) => {
        socket.once("connect", () => resume(Effect.void))
      }).pipe(Effect.raceFirst(lost), Effect.ensuring(Effect.sync(() => clearTimeout(patience))))
      open = true
      return {
        write: (bytes) =>
          Effect.callback<void>((resume) => {
            socket.write(bytes, (error) => {
              // With an error the line is lost, which says so.
              if (!error) resume(Effect.void)
            })
          }).pipe(Effect.raceFirst(lost)),
        lost,
      }
    })

const dial = (host: string, port: number): Socket => {
  const socket = connect({ host, port, keepAlive: true, keepAliveInitialDelay: 10_000 })
  socket.setNoDelay(true)
  return socket
}

/** A printer that has read everything closes its half at once; one that stands without paper may take this long. */
const lingerMs = 10_000
/** Whoever closes waits no longer, the socket goes on by itself. In milliseconds. */
const farewellMs = 500

const hangUp = (socket: Socket): Effect.Effect<void> =>
  Effect.callback<void>((resume) => {
    if (socket.connecting || socket.destroyed) {
      socket.destroy()
      return resume(Effect.void)
    }
    const patience = setTimeout(() => resume(Effect.void), farewellMs)
    const linger = setTimeout(() => socket.destroy(), lingerMs)
    linger.unref()
    socket.once("close", () => {
      clearTimeout(patience)
      clearTimeout(linger)
      resume(Effect.void)
    })
    socket.end()
  })
