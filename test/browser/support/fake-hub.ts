import { readFile } from "node:fs/promises"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { type AddressInfo, isIPv4 } from "node:net"
import { extname, join, normalize } from "node:path"
import { type WebSocket, WebSocketServer } from "ws"
import { FakeViews, type Json } from "./fake-views.ts"

export interface SentCommand {
  readonly cid: string
  readonly op: string
  readonly args: Json
}

/** What a command does to the pictures; throw a {@link Nack} to refuse it. */
export type Answer = (command: SentCommand, views: FakeViews) => Json | undefined

export class Nack extends Error {
  readonly code: string
  readonly meta: Json
  constructor(code: string, detail: string, meta: Json = {}) {
    super(detail)
    this.code = code
    this.meta = meta
  }
}

export interface RestRequest {
  readonly method: string
  /** Without the prefix. */
  readonly path: string
  readonly query: URLSearchParams
  /** `X-Tenant-Id`. */
  readonly tenant: string | undefined
  readonly body: Json
}

/** REST routes that a test adds; undefined: there is no such route. */
export type Rest = (
  request: RestRequest,
) => { readonly status: number; readonly json: unknown } | undefined

export interface FakeHub {
  readonly url: string
  readonly views: FakeViews
  /** Every command, in the order in which it arrived, repeats included. */
  readonly commands: ReadonlyArray<SentCommand>
  readonly seen: ReadonlyArray<{ readonly view: string; readonly seq: number }>
  /** Cuts every connection and lets nobody in until {@link FakeHub.restore}. */
  readonly cut: () => void
  readonly restore: () => void
  /** The next command is carried out, and its answer gets lost together with the connection. */
  readonly muteOnce: () => void
  readonly close: () => Promise<void>
}

/** The built pages and a hub that speaks the frames of contract §3 with whatever pictures a test puts into it. */
export const startFakeHub = async (
  answer: Answer = () => undefined,
  rest: Rest = () => undefined,
): Promise<FakeHub> => {
  const views = new FakeViews()
  const commands: Array<SentCommand> = []
  const seen: Array<{ view: string; seq: number }> = []
  const sockets = new Set<WebSocket>()
  let open = true
  let muted = false

  const http = createServer((request, response) => {
    if (!open) return request.socket.destroy()
    void serve(request, response, rest)
  })
  const edge = new WebSocketServer({ noServer: true, handleProtocols: () => "heard.v1" })
  http.on("upgrade", (request, socket, head) => {
    if (!open) return socket.destroy()
    edge.handleUpgrade(request, socket, head, (client) => {
      sockets.add(client)
      client.on("close", () => {
        sockets.delete(client)
        views.leave(client)
      })
      client.on("message", (text) => {
        const frame = JSON.parse(String(text))
        if (frame.t === "seen") seen.push({ view: frame.view, seq: frame.seq })
        else if (frame.t === "cmd") {
          commands.push(frame)
          const answered = reply(frame, views, answer)
          if (muted) client.terminate()
          else send(client, answered)
          muted = false
        } else views.frame(client, frame)
      })
    })
  })
  const beat = setInterval(() => {
    for (const client of sockets) views.beat(client)
  }, 1000)
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve))
  const { port, address } = http.address() as AddressInfo

  return {
    url: `http://${isIPv4(address) ? address : "127.0.0.1"}:${port}`,
    views,
    commands,
    seen,
    cut: () => {
      open = false
      for (const client of sockets) client.terminate()
    },
    restore: () => {
      open = true
    },
    muteOnce: () => {
      muted = true
    },
    close: async () => {
      clearInterval(beat)
      for (const client of sockets) client.terminate()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

const reply = (command: SentCommand, views: FakeViews, answer: Answer): Json => {
  const { cid } = command
  try {
    const result = answer(command, views) ?? {}
    return { t: "ack", cid, rev: result["rev"] ?? 1, result }
  } catch (problem) {
    if (problem instanceof Nack)
      return { t: "nack", cid, code: problem.code, detail: problem.message, meta: problem.meta }
    throw problem
  }
}

const send = (client: WebSocket, frame: Json): void => client.send(JSON.stringify(frame))

const dist = join(import.meta.dirname, "../../../dist/ui")

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
}

/** As strict as the real hub, so that a page which needs more fails here. */
const policy = "default-src 'self'; img-src 'self' data:; connect-src 'self' ws:"

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  rest: Rest,
): Promise<void> => {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://hub")
  const json = (status: number, body: unknown) => {
    response.writeHead(status, { "content-type": "application/json" })
    response.end(JSON.stringify(body))
  }
  if (pathname === "/api/auth/login") {
    const { password } = JSON.parse(await textOf(request))
    if (password === "wrong")
      return json(401, { code: "AUTH_INVALID", detail: "Wrong name or password", meta: {} })
    return json(200, { accessToken: "token", refreshToken: "refresh", expiresIn: 900 })
  }
  if (pathname === "/api/system/info")
    return json(200, { version: "0.1.0", demo: true, addresses: ["http://192.168.1.20:8080"] })
  if (pathname.startsWith("/api/")) {
    const text = request.method === "GET" ? "" : await textOf(request)
    const added = rest({
      method: request.method ?? "GET",
      path: pathname.slice("/api".length),
      query: searchParams,
      tenant: request.headers["x-tenant-id"] as string | undefined,
      body: text === "" ? {} : JSON.parse(text),
    })
    if (added !== undefined) return json(added.status, added.json)
    // Whoever signs in may do everything, and nothing fills a slot, unless a test says so.
    if (pathname === "/api/auth/me") return json(200, { permissions: ["*"] })
    if (pathname.startsWith("/api/ui/slots/")) return json(200, [])
    return json(404, { code: "ROUTE_NOT_FOUND", detail: "", meta: {} })
  }
  const file = extname(pathname) === "" ? "/index.html" : normalize(pathname)
  const body = await readFile(join(dist, file)).catch(() => undefined)
  if (body === undefined) return json(404, { code: "ROUTE_NOT_FOUND", detail: file, meta: {} })
  response.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "content-security-policy": policy,
  })
  response.end(body)
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Array<Uint8Array> = []
  for await (const part of request) parts.push(part)
  return Buffer.concat(parts).toString()
}
