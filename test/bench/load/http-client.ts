import { connect, type Socket } from "node:net"

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

interface Waiting {
  readonly text: string
  readonly resolve: (answer: HttpAnswer) => void
  readonly reject: (error: Error) => void
}

/**
 * A load generator's HTTP/1.1 client: kept-alive connections, one request in flight on each, and next to no CPU of its
 * own, so that two cores measure the server. Understands answers with `Content-Length` only.
 */
export class HttpClient {
  readonly #port: number
  readonly #queue: Waiting[] = []
  #idle: Connection[] = []
  #closed = false

  private constructor(port: number) {
    this.#port = port
  }

  static async open(port: number, connections: number): Promise<HttpClient> {
    const client = new HttpClient(port)
    await Promise.all(Array.from({ length: connections }, () => client.#connect()))
    return client
  }

  get(path: string, token: string): Promise<HttpAnswer> {
    return this.#ask(`GET ${path} HTTP/1.1\r\n${this.#common(token)}\r\n`)
  }

  post(path: string, token: string, body: string): Promise<HttpAnswer> {
    return this.#ask(
      `POST ${path} HTTP/1.1\r\n${this.#common(token)}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    )
  }

  close(): void {
    this.#closed = true
    for (const connection of this.#idle) connection.close()
  }

  #common(token: string): string {
    return `Host: 127.0.0.1:${this.#port}\r\nAuthorization: Bearer ${token}\r\n`
  }

  #ask(text: string): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const waiting = { text, resolve, reject }
      const connection = this.#idle.pop()
      if (connection === undefined) this.#queue.push(waiting)
      else connection.send(waiting)
    })
  }

  // The hub closes a connection on which nothing was ever asked. It must leave the pool, or what is sent on it waits for
  // ever and looks like an order that was lost.
  async #connect(): Promise<void> {
    const connection = await Connection.open(this.#port, {
      free: (free) => this.#next(free),
      gone: (gone) => {
        this.#idle = this.#idle.filter((idle) => idle !== gone)
        if (!this.#closed) this.#connect().catch(() => undefined)
      },
    })
    this.#next(connection)
  }

  #next(connection: Connection): void {
    const waiting = this.#queue.shift()
    if (waiting === undefined) this.#idle.push(connection)
    else connection.send(waiting)
  }
}

interface Owner {
  readonly free: (connection: Connection) => void
  readonly gone: (connection: Connection) => void
}

class Connection {
  readonly #socket: Socket
  readonly #owner: Owner
  #received = ""
  #waiting: Waiting | undefined

  private constructor(socket: Socket, owner: Owner) {
    this.#socket = socket
    this.#owner = owner
    socket.setNoDelay(true)
    socket.setEncoding("latin1")
    socket.on("data", (text) => this.#read(text as unknown as string))
    socket.on("close", () => {
      this.#waiting?.reject(new Error("connection closed"))
      owner.gone(this)
    })
    socket.on("error", (error) => this.#waiting?.reject(error))
  }

  static open(port: number, owner: Owner): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket, owner)))
      socket.once("error", reject)
    })
  }

  send(waiting: Waiting): void {
    this.#waiting = waiting
    this.#socket.write(waiting.text)
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(text: string): void {
    // Nobody asked: the server says goodbye (408) to a connection that it is about to close.
    if (this.#waiting === undefined) return
    this.#received += text
    const head = this.#received.indexOf("\r\n\r\n")
    if (head < 0) return
    const length = Number(/content-length: (\d+)/i.exec(this.#received.slice(0, head))?.[1] ?? 0)
    if (this.#received.length < head + 4 + length) return
    const answer = {
      status: Number(this.#received.slice(9, 12)),
      body: this.#received.slice(head + 4, head + 4 + length),
    }
    this.#received = ""
    const waiting = this.#waiting
    this.#waiting = undefined
    this.#owner.free(this)
    waiting?.resolve(answer)
  }
}
