import { io, type Socket } from "socket.io-client"

/** socket.io in the shape of a WebSocket, so that the same client speaks over either. */
export class SocketIoSocket {
  onopen: (() => void) | null = null
  onmessage: ((message: { readonly data: string }) => void) | null = null
  onerror: ((error: unknown) => void) | null = null
  onclose: (() => void) | null = null
  readyState = 0
  readonly #socket: Socket

  /** @param url the WebSocket's own: `ws://host:port/ws` */
  constructor(url: string) {
    const { host } = new URL(url)
    this.#socket = io(`http://${host}/hub`, {
      transports: ["websocket"],
      reconnection: false,
      forceNew: true,
    })
    this.#socket.on("connect", () => {
      this.readyState = 1
      this.onopen?.()
    })
    this.#socket.on("frame", (frame: unknown) => this.onmessage?.({ data: JSON.stringify(frame) }))
    this.#socket.on("connect_error", (error) => {
      this.onerror?.(error)
      this.#ended()
    })
    this.#socket.on("disconnect", () => this.#ended())
    // Closed in good order before it was open: socket.io's manager says nothing of it and waits for 20 s.
    this.#socket.io.engine?.once("close", () => this.#ended())
  }

  send(text: string): void {
    this.#socket.emit("frame", JSON.parse(text))
  }

  close(): void {
    this.#socket.disconnect()
    this.#ended()
  }

  #ended(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.onclose?.()
  }
}
