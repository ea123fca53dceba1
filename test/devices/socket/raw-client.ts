import { io } from "socket.io-client"
import { WebSocket } from "ws"
import type { ServerFrame } from "#core/hub/frame.ts"

export type Transport = "ws" | "socket.io"
export const transports: ReadonlyArray<Transport> = ["ws", "socket.io"]

type FrameOf<T extends ServerFrame["t"]> = Extract<ServerFrame, { t: T }>

/** A client without any cleverness: sends what it is told, keeps what it hears. */
export interface RawClient {
  readonly heard: ReadonlyArray<ServerFrame>
  readonly send: (frame: unknown) => void
  /** Something that is no frame: raw text or bytes. */
  readonly sendRaw: (data: string | Uint8Array) => void
  /** The next frame of this kind that was not asked for before; fails after eight seconds. */
  readonly next: <T extends ServerFrame["t"]>(t: T) => Promise<FrameOf<T>>
  readonly closed: Promise<void>
  readonly close: () => void
}

export interface RawOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string
}

export const rawClient = (
  transport: Transport,
  url: string,
  options: RawOptions = {},
): Promise<RawClient> =>
  transport === "ws" ? wsClient(url, options) : socketIoClient(url, options)

/** Connected and welcomed. */
export const greeted = async (
  transport: Transport,
  url: string,
  token: string,
  views: ReadonlyArray<{ view: string; epoch?: string; seq?: number }> = [],
): Promise<RawClient> => {
  const client = await rawClient(transport, url)
  client.send({ t: "hello", proto: 1, token, views })
  await client.next("welcome")
  return client
}

const wsClient = async (url: string, { headers, token }: RawOptions): Promise<RawClient> => {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const socket = new WebSocket(`${url.replace("http", "ws")}/ws`, "heard.v1", {
    headers: { ...authorization, ...headers },
  })
  const inbox = new Inbox()
  socket.on("message", (data) => inbox.take(JSON.parse(String(data)) as ServerFrame))
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()))
  await new Promise<void>((resolve, reject) => {
    socket.on("open", () => resolve())
    socket.on("error", reject)
  })
  return {
    heard: inbox.heard,
    send: (frame) => socket.send(JSON.stringify(frame)),
    sendRaw: (data) => socket.send(data),
    next: (t) => inbox.next(t),
    closed,
    close: () => socket.terminate(),
  }
}

const socketIoClient = async (url: string, { headers, token }: RawOptions): Promise<RawClient> => {
  const socket = io(`${url}/hub`, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: token === undefined ? {} : { token },
    ...(headers === undefined ? {} : { extraHeaders: { ...headers } }),
  })
  const inbox = new Inbox()
  socket.on("frame", (frame: ServerFrame) => inbox.take(frame))
  const closed = new Promise<void>((resolve) => socket.on("disconnect", () => resolve()))
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", () => resolve())
    socket.on("connect_error", reject)
  })
  return {
    heard: inbox.heard,
    send: (frame) => socket.emit("frame", frame),
    sendRaw: (data) => socket.emit("frame", data),
    next: (t) => inbox.next(t),
    closed,
    close: () => socket.disconnect(),
  }
}

class Inbox {
  readonly heard: ServerFrame[] = []
  readonly #unasked: ServerFrame[] = []
  #waiting: Array<{ readonly t: string; readonly resolve: (frame: ServerFrame) => void }> = []

  take(frame: ServerFrame): void {
    this.heard.push(frame)
    const waiting = this.#waiting.find(({ t }) => t === frame.t)
    if (waiting === undefined) this.#unasked.push(frame)
    else {
      this.#waiting = this.#waiting.filter((other) => other !== waiting)
      waiting.resolve(frame)
    }
  }

  next<T extends ServerFrame["t"]>(t: T): Promise<FrameOf<T>> {
    const at = this.#unasked.findIndex((frame) => frame.t === t)
    if (at >= 0) return Promise.resolve(this.#unasked.splice(at, 1)[0] as FrameOf<T>)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no ${t}; heard ${JSON.stringify(this.heard).slice(0, 500)}`)),
        8_000,
      )
      this.#waiting.push({
        t,
        resolve: (frame) => {
          clearTimeout(timer)
          resolve(frame as FrameOf<T>)
        },
      })
    })
  }
}
