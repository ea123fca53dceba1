import { randomBytes } from "node:crypto"
import { connect, type Socket } from "node:net"

/** Opcodes of RFC 6455 §5.2. */
const opcode = { text: 1, close: 8, ping: 9, pong: 10 } as const

/**
 * A load generator's WebSocket client: whole text messages, answers to pings, and next to no CPU of its own, so that five
 * thousand of them fit beside the server on two cores.
 */
export class FrameSocket {
  onText: (text: string) => void = () => undefined
  readonly #socket: Socket
  #rest: Buffer | undefined

  private constructor(socket: Socket, early: Buffer) {
    this.#socket = socket
    socket.on("data", (bytes) => this.#read(bytes as Buffer))
    if (early.length > 0) setImmediate(() => this.#read(early))
  }

  static open(port: number, path: string, headers: Readonly<Record<string, string>> = {}) {
    return new Promise<FrameSocket>((resolve, reject) => {
      const socket = connect(port, "127.0.0.1")
      socket.setNoDelay(true)
      socket.on("error", reject)
      socket.on("close", () => reject(new Error("closed before it was open")))
      const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n${more.join("")}\r\n`,
      )
      let head = Buffer.alloc(0)
      const handshake = (bytes: Buffer) => {
        head = Buffer.concat([head, bytes])
        const end = head.indexOf("\r\n\r\n")
        if (end < 0) return
        socket.off("data", handshake)
        const status = head.toString("latin1", 9, 12)
        if (status === "101") resolve(new FrameSocket(socket, head.subarray(end + 4)))
        else reject(new Error(`no WebSocket: ${status}`))
      }
      socket.on("data", handshake)
    })
  }

  send(text: string): void {
    this.#write(opcode.text, Buffer.from(text))
  }

  close(): void {
    this.#socket.destroy()
  }

  // The mask that the protocol demands of a client is zero: it is legal, and leaves the payload as it is.
  #write(kind: number, payload: Buffer): void {
    const { length } = payload
    const head = Buffer.alloc(length < 126 ? 6 : 8)
    head[0] = 0x80 | kind
    head[1] = 0x80 | Math.min(length, 126)
    if (length >= 126) head.writeUInt16BE(length, 2)
    this.#socket.write(Buffer.concat([head, payload]))
  }

  #read(bytes: Buffer): void {
    let data = this.#rest === undefined ? bytes : Buffer.concat([this.#rest, bytes])
    for (;;) {
      const frame = frameIn(data)
      if (frame === undefined) break
      data = data.subarray(frame.end)
      if (frame.kind === opcode.text) this.onText(frame.payload.toString("utf8"))
      else if (frame.kind === opcode.ping) this.#write(opcode.pong, frame.payload)
      else if (frame.kind === opcode.close) this.close()
    }
    this.#rest = data.length === 0 ? undefined : data
  }
}

/** The first whole frame, unmasked and unfragmented as servers send them. */
const frameIn = (data: Buffer) => {
  const [first, second] = data
  if (first === undefined || second === undefined) return undefined
  let at = 2
  let length = second & 0x7f
  if (length >= 126) {
    at = length === 126 ? 4 : 10
    if (data.length < at) return undefined
    length = length === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2))
  }
  const end = at + length
  if (data.length < end) return undefined
  return { kind: first & 0x0f, payload: data.subarray(at, end), end }
}
