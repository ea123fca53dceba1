import type { Server } from "node:http"
import { Effect, type Scope } from "effect"
import { type Socket, Server as SocketIoServer } from "socket.io"
import { WebSocket } from "ws"
import { maxFrameBytes } from "#core/hub/frame-limits.ts"
import { credentialOf } from "./credential.ts"
import { originAllowed } from "./origin.ts"
import { brokenBy, talkingServer } from "./talking-socket.ts"
import { textMessage } from "./text-message.ts"
import { maxBacklogBytes, type Wire } from "./wire.ts"
import type { EdgeOptions } from "./ws-edge.ts"

const namespace = "/hub"

/** The transport's envelope around one frame counts towards its own limit. */
const envelopeBytes = 64

/** socket.io at namespace `/hub` of an existing server: event `frame`, one argument. */
export const attachSocketIo = (
  server: Server,
  options: EdgeOptions,
): Effect.Effect<void, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      // Without connection state recovery: it would skip the check of the credential and knows nothing of our numbers.
      const io = new SocketIoServer(server, {
        serveClient: false,
        pingInterval: 5_000,
        pingTimeout: 5_000,
        maxHttpBufferSize: maxFrameBytes + envelopeBytes,
        perMessageDeflate: false,
        httpCompression: false,
        wsEngine: talkingServer((frame) => `4${packetOf(frame)}`),
        cors: { origin: [...options.origins] },
        allowRequest: (request, decide) => {
          decide(null, options.admitting() && originAllowed(request, options.origins))
        },
      })
      io.of(namespace).on("connection", (socket) => connect(socket, options))
      return io
    }),
    // Not `io.close()`: that would close the HTTP server, which belongs to somebody else.
    (io) => Effect.sync(() => io.engine.close()),
  )

const connect = (socket: Socket, options: EdgeOptions): void => {
  const session = options.open(new SocketIoWire(socket))
  socket.on("frame", (frame: unknown) => {
    if (frame instanceof Uint8Array) session.garbage("FRAME_INVALID", "A frame is not binary")
    else session.receive(frame)
  })
  socket.on("disconnect", () => session.ended())
  const watched = (transport: object): void => {
    // First of all: after socket.io's own listener the session is over.
    webSocketOf(transport)?.prependListener("error", (error) => {
      const code = brokenBy(error)
      if (code !== undefined) session.garbage(code, error.message, true)
    })
  }
  watched(socket.conn.transport)
  socket.conn.on("upgrade", watched)
}

class SocketIoWire implements Wire {
  readonly kind = "socket.io"
  readonly address: string
  readonly token?: string
  readonly chosenTenant?: string
  readonly #socket: Socket
  /** Characters handed over since the transport last took what was waiting. */
  #waiting = 0

  constructor(socket: Socket) {
    this.#socket = socket
    this.address = socket.handshake.address
    const { token } = socket.handshake.auth as { readonly token?: unknown }
    Object.assign(this, credentialOf(socket.request), typeof token === "string" ? { token } : {})
    socket.conn.on("flush", () => {
      this.#waiting = 0
    })
  }

  // The packet is put together here: the views hand over text, and `emit` would parse and write it again for everyone.
  send(frame: string): boolean {
    const { conn } = this.#socket
    if (!this.#socket.connected || conn.readyState !== "open") return false
    if (this.#waiting + transportBacklog(conn.transport) > maxBacklogBytes) {
      conn.close(true)
      return false
    }
    this.#waiting += frame.length
    const { packet, options } = encodedOf(frame)
    conn.write(packet, options)
    return true
  }

  // socket.io pings by itself.
  probe(): void {}

  close(): void {
    this.#socket.disconnect(true)
  }
}

/** A socket.io packet of type EVENT. Inside a WebSocket message an engine.io `4` stands before it. */
const packetOf = (frame: string): string => `2${namespace},["frame",${frame}]`

interface Encoded {
  readonly packet: string
  readonly options: { readonly compress: false; readonly wsPreEncodedFrame: ReadonlyArray<Buffer> }
}

let lastFrame = ""
let lastEncoded: Encoded | undefined

// As in the plain WebSocket: the same string goes to many sockets in a row. `wsPreEncodedFrame` is what socket.io's own
// adapter hands over for a broadcast; a client that polls gets the packet itself.
const encodedOf = (frame: string): Encoded => {
  if (lastEncoded !== undefined && frame === lastFrame) return lastEncoded
  const packet = packetOf(frame)
  lastFrame = frame
  lastEncoded = {
    packet,
    options: { compress: false, wsPreEncodedFrame: [textMessage(`4${packet}`)] },
  }
  return lastEncoded
}

/** Bytes that a WebSocket under socket.io has not got rid of; long polling holds everything in `#waiting`. */
const transportBacklog = (transport: object): number => webSocketOf(transport)?.bufferedAmount ?? 0

const webSocketOf = (transport: object): WebSocket | undefined =>
  "socket" in transport && transport.socket instanceof WebSocket ? transport.socket : undefined
