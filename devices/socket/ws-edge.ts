import type { IncomingMessage, Server } from "node:http"
import type { Duplex } from "node:stream"
import { Effect, type Scope } from "effect"
import { WebSocket, WebSocketServer } from "ws"
import { maxFrameBytes } from "#core/hub/frame-limits.ts"
import { credentialOf } from "./credential.ts"
import { originAllowed } from "./origin.ts"
import type { Session } from "./session.ts"
import { brokenBy, talkingOptions } from "./talking-socket.ts"
import { textMessage } from "./text-message.ts"
import { maxBacklogBytes, type Wire } from "./wire.ts"

/** What a transport needs of whoever attaches it. */
export interface EdgeOptions {
  /** Origins besides the hub's own whose pages may connect. */
  readonly origins: ReadonlyArray<string>
  readonly open: (wire: Wire) => Session
  /** False while the hub stops: newcomers are sent away. */
  readonly admitting: () => boolean
}

/** Name of the protocol in the handshake. */
export const subprotocol = "heard.v1"

/** Plain WebSocket at `/ws` of an existing server. */
export const attachWs = (
  server: Server,
  options: EdgeOptions,
): Effect.Effect<void, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const sockets = new WebSocketServer({
        ...talkingOptions((frame) => frame),
        noServer: true,
        maxPayload: maxFrameBytes,
        handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
      })
      const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
        if (pathOf(request) !== "/ws") return
        const refusal = refusalOf(request, options)
        if (refusal === undefined)
          sockets.handleUpgrade(request, stream, head, (socket) =>
            connect(socket, request, options),
          )
        else {
          stream.on("error", () => stream.destroy())
          stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
        }
      }
      server.on("upgrade", upgrade)
      return () => server.off("upgrade", upgrade)
    }),
    (detach) => Effect.sync(detach),
  )

const connect = (socket: WebSocket, request: IncomingMessage, options: EdgeOptions): void => {
  const wire = new WsWire(socket, request)
  const session = options.open(wire)
  socket.on("message", (bytes: Buffer, binary: boolean) => {
    wire.alive = true
    if (binary) session.garbage("FRAME_INVALID", "A frame is text, not binary")
    else session.receive(bytes.toString())
  })
  socket.on("pong", () => {
    wire.alive = true
  })
  socket.on("close", () => session.ended())
  // Whatever is wrong with the connection ends in `close`; without a listener it would end the process.
  socket.on("error", (error) => {
    const code = brokenBy(error)
    if (code !== undefined) session.garbage(code, error.message, true)
  })
}

class WsWire implements Wire {
  readonly kind = "ws"
  readonly address: string
  readonly token?: string
  readonly chosenTenant?: string
  alive = true
  readonly #socket: WebSocket

  constructor(socket: WebSocket, request: IncomingMessage) {
    this.#socket = socket
    this.address = request.socket.remoteAddress ?? ""
    Object.assign(this, credentialOf(request))
  }

  send(frame: string): boolean {
    const socket = this.#socket
    if (socket.readyState !== WebSocket.OPEN) return false
    if (socket.bufferedAmount > maxBacklogBytes) {
      socket.terminate()
      return false
    }
    senderOf(socket).sendFrame([messageOf(frame)])
    return true
  }

  // One heartbeat without any sign of life, not even the answer to a ping, is the end: a frozen tablet holds nothing.
  probe(): void {
    if (!this.alive) this.#socket.terminate()
    else {
      this.alive = false
      this.#socket.ping()
    }
  }

  close(): void {
    this.#socket.close(1000)
  }
}

/**
 * What `ws` writes whole messages with. Not in its types, but socket.io's engine uses it the same way; against `send` it
 * saves a fifth of the processor time of telling everybody about a change (measured with 2,000 sockets).
 */
const senderOf = (socket: WebSocket) =>
  (socket as unknown as { readonly _sender: { sendFrame: (pieces: Buffer[]) => void } })._sender

let lastFrame = ""
let lastMessage = textMessage("")

// A change of a view goes to many sockets in a row as the same string: it is made ready for the wire once.
const messageOf = (frame: string): Buffer => {
  if (frame !== lastFrame) {
    lastFrame = frame
    lastMessage = textMessage(frame)
  }
  return lastMessage
}

const pathOf = (request: IncomingMessage): string => (request.url ?? "").split("?", 1)[0] ?? ""

const refusalOf = (request: IncomingMessage, options: EdgeOptions): string | undefined => {
  if (!options.admitting()) return "503 Service Unavailable"
  return originAllowed(request, options.origins) ? undefined : "403 Forbidden"
}
