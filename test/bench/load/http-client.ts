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
  readonly #queue: Waiting[] = []
  readonly #idle: Connection[] = []
  readonly #host: string

  private constructor(host: string) {
    this.#host = host
  }

  static async open(port: number, connections: number): Promise<HttpClient> {
    const client = new HttpClient(`127.0.0.1:${port}`)
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const connection = await Connection.open(port, (free) => client.#next(free))
        client.#idle.push(connection)
      }),
    )
    return client
  }

  post(path: string, token: string, body: string): Promise<HttpAnswer> {
    const text = `POST ${path} HTTP/1.1\r\nHost: ${this.#host}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    return new Promise((resolve, reject) => {
      const waiting = { text, resolve, reject }
      const connection = this.#idle.pop()
      if (connection === undefined) this.#queue.push(waiting)
      else connection.send(waiting)
    })
  }

  close(): void {
    for (const connection of this.#idle) connection.close()
  }

  #next(connection: Connection): void {
    const waiting = this.#queue.shift()
    if (waiting === undefined) this.#idle.push(connection)
    else connection.send(waiting)
  }
}

class Connection {
  readonly #socket: Socket
  readonly #free: (connection: Connection) => void
  #received = ""
  #waiting: Waiting | undefined

  private constructor(socket: Socket, free: (connection: Connection) => void) {
    this.#socket = socket
    this.#free = free
    socket.setNoDelay(true)
    socket.setEncoding("latin1")
    socket.on("data", (text) => this.#read(text as unknown as string))
    socket.on("close", () => this.#waiting?.reject(new Error("connection closed")))
    socket.on("error", (error) => this.#waiting?.reject(error))
  }

  static open(port: number, free: (connection: Connection) => void): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, "127.0.0.1", () => resolve(new Connection(socket, free)))
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
    this.#free(this)
    waiting?.resolve(answer)
  }
}
