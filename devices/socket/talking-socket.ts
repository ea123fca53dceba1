import { type ServerOptions, WebSocket, WebSocketServer } from "ws"
import { encodeFrame } from "#core/hub/frame.ts"
import { maxFrameBytes } from "#core/hub/frame-limits.ts"

const byes: Readonly<Record<number, string>> = {
  1002: encodeFrame({
    t: "bye",
    code: "FRAME_INVALID",
    detail: "This is not the WebSocket protocol",
    retry: true,
  }),
  1007: encodeFrame({
    t: "bye",
    code: "FRAME_INVALID",
    detail: "A frame is text in UTF-8",
    retry: true,
  }),
  1009: encodeFrame({
    t: "bye",
    code: "FRAME_TOO_LARGE",
    detail: `A frame may have ${maxFrameBytes} bytes`,
    retry: true,
  }),
}

/**
 * `ws` closes by itself when a client breaks the rules of WebSocket or its size limit, before anybody else sees the
 * message. This one says why in our own words before it closes.
 *
 * @param wrapped turns a frame into what the transport above writes
 */
const talkingSocket = (wrapped: (frame: string) => string): typeof WebSocket =>
  class extends WebSocket {
    override close(code?: number, reason?: string | Buffer): void {
      const bye = code === undefined ? undefined : byes[code]
      if (bye !== undefined && this.readyState === WebSocket.OPEN) this.send(wrapped(bye))
      super.close(code, reason)
    }
  }

/**
 * Settings of every WebSocket server of the hub. No compression: for small frames it costs more memory and time than it
 * saves on a restaurant's network.
 */
export const talkingOptions = (wrapped: (frame: string) => string) => ({
  clientTracking: false,
  perMessageDeflate: false,
  WebSocket: talkingSocket(wrapped),
  // A peer that does not answer the closing handshake is cut off after a second.
  closeTimeout: 1_000,
})

/** Which rule the client broke, when that is why `ws` closes; nothing when the network did. */
export const brokenBy = (error: unknown): "FRAME_INVALID" | "FRAME_TOO_LARGE" | undefined => {
  const { code } = error as { readonly code?: unknown }
  if (code === "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") return "FRAME_TOO_LARGE"
  return typeof code === "string" && code.startsWith("WS_ERR_") ? "FRAME_INVALID" : undefined
}

/** A WebSocket server for a library that makes its own, as socket.io does. */
export const talkingServer = (wrapped: (frame: string) => string) =>
  class extends WebSocketServer {
    constructor(options: ServerOptions) {
      super({ ...options, ...talkingOptions(wrapped) })
    }
  }
