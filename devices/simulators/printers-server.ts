import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { Effect, FiberSet, Result, Schema, type Scope } from "effect"
import { Faults } from "./faults.ts"
import { rollPng, rollText } from "./paper-roll.ts"
import type { PrinterPicture, PrintersPicture } from "./printers-picture.ts"
import type { ShownPrinter } from "./shown-printer.ts"

export interface PrintersServerOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
}

/** The port is taken, or the address is not ours. */
export class PrintersServerFailed extends Schema.TaggedError<PrintersServerFailed>()(
  "PrintersServerFailed",
  { port: Schema.Int, reason: Schema.String },
) {}

/**
 * Shows virtual printers and takes faults, for the page `/virtual-printers` of a demo: no credential, open to every
 * origin. It ends with the scope.
 *
 * @returns the port it listens on
 */
export const startPrintersServer = (
  boxes: ReadonlyArray<ShownPrinter>,
  options: PrintersServerOptions,
): Effect.Effect<number, PrintersServerFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const run = yield* FiberSet.makeRuntimePromise()
    const picture = () =>
      JSON.stringify({ printers: boxes.map(pictureOf) } satisfies PrintersPicture)
    const watchers = new Set<ServerResponse>()
    const images = imageCache(64)
    let due: NodeJS.Timeout | undefined

    const show = () => {
      due = undefined
      const event = `data: ${picture()}\n\n`
      for (const watcher of watchers)
        if (watcher.writableLength > slowWatcher) watcher.destroy()
        else watcher.write(event)
    }
    for (const box of boxes)
      yield* box.machine.onChange(() => {
        due ??= setTimeout(show, eventsEveryMs)
      })
    // A link that comes or goes is no change of the machine, so the page is also told at a slow beat.
    const beat = setInterval(show, 1000)

    const watch = (response: ServerResponse) => {
      if (watchers.size >= mostWatchers) return answer(response, 503, "Too many pages are open")
      response.writeHead(200, {
        ...openToAll,
        "content-type": "text/event-stream",
        "cache-control": "no-store",
      })
      watchers.add(response)
      response.on("close", () => watchers.delete(response))
      response.write(`data: ${picture()}\n\n`)
    }

    const takeFaults = async (box: ShownPrinter, request: IncomingMessage) => {
      const faults = decodeFaults(await bodyOf(request))
      if (Result.isFailure(faults)) return { status: 422, body: faults.failure.message }
      await run(box.apply(faults.success))
      return { status: 200, body: JSON.stringify(pictureOf(box)) }
    }

    const route = async (request: IncomingMessage, response: ServerResponse) => {
      const { pathname } = new URL(request.url ?? "/", "http://printers")
      const [first, id, what, file, ...more] = pathname.slice(1).split("/")
      if (request.method === "OPTIONS") return answer(response, 204, "")
      if (request.method === "GET" && pathname === "/events") return watch(response)
      if (request.method === "GET" && pathname === "/printers")
        return answer(response, 200, picture())
      const box = boxes.find((known) => encodeURIComponent(known.id) === id)
      if (first !== "printers" || box === undefined || more.length > 0)
        return answer(response, 404, "There is no such printer")
      if (request.method === "POST" && what === "faults" && file === undefined) {
        const { status, body } = await takeFaults(box, request)
        return answer(response, status, body)
      }
      const [, n, kind] = /^(\d+)\.(png|txt)$/.exec(file ?? "") ?? []
      const paper = box.machine.papers().find((known) => String(known.n) === n)
      if (request.method !== "GET" || what !== "papers" || paper === undefined)
        return answer(response, 404, "There is no such paper")
      const key = `${id}/${paper.n}/${paper.bytes.length}`
      response.writeHead(200, {
        ...openToAll,
        "content-type": kind === "png" ? "image/png" : "text/plain; charset=utf-8",
        "cache-control": "no-store",
      })
      response.end(
        kind === "png"
          ? images(key, () => rollPng(box.read(paper.bytes), box.across))
          : `${rollText(box.read(paper.bytes)).join("\n")}\n`,
      )
    }

    const server = yield* Effect.acquireRelease(
      open(options, (request, response) => {
        route(request, response).catch((cause: unknown) => {
          const tooLarge = cause instanceof BodyTooLarge
          answer(response, tooLarge ? 413 : 500, tooLarge ? "Too much" : "This went wrong")
        })
      }),
      (opened) =>
        Effect.callback<void>((resume) => {
          clearInterval(beat)
          clearTimeout(due)
          for (const watcher of watchers) watcher.destroy()
          opened.close(() => resume(Effect.void))
          opened.closeAllConnections()
        }),
    )
    const address = server.address()
    return typeof address === "object" && address !== null ? address.port : options.port
  })

/** At most so often is a page told of changes, in milliseconds. */
const eventsEveryMs = 150
const mostWatchers = 32
/** Bytes that may wait for a page that does not read. */
const slowWatcher = 1_000_000
const shownPapers = 12
const largestBody = 4096

const openToAll = {
  "access-control-allow-origin": "*",
  "access-control-allow-methods": "GET, POST, OPTIONS",
  "access-control-allow-headers": "content-type",
  "cross-origin-resource-policy": "cross-origin",
}

const pictureOf = (box: ShownPrinter): PrinterPicture => {
  const { id, name, columns, driver } = box
  return {
    ...{ id, name, columns, driver },
    ...box.state(),
    ...box.machine.status(),
    ...box.machine.speed(),
    papers: box.machine
      .papers()
      .slice(-shownPapers)
      .reverse()
      .map(({ n, job, bytes, complete, torn, at }) => ({
        n,
        ...(job === undefined ? {} : { job }),
        bytes: bytes.length,
        complete,
        torn,
        at: new Date(at).toISOString(),
      })),
  }
}

const answer = (response: ServerResponse, status: number, body: string): void => {
  if (response.headersSent) return
  const text = status >= 400 ? JSON.stringify({ detail: body }) : body
  response.writeHead(status, { ...openToAll, "content-type": "application/json" })
  response.end(status === 204 ? undefined : text)
}

class BodyTooLarge extends Error {}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = ""
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > largestBody) throw new BodyTooLarge()
  }
  return text
}

const decodeFaults = Schema.decodeUnknownResult(Schema.fromJsonString(Faults), {
  onExcessProperty: "error",
})

/** Pictures of paper that does not change any more are drawn once. */
const imageCache = (most: number) => {
  const images = new Map<string, Uint8Array>()
  return (key: string, draw: () => Uint8Array): Uint8Array => {
    const known = images.get(key) ?? draw()
    images.delete(key)
    images.set(key, known)
    const oldest = images.keys().next()
    if (images.size > most && !oldest.done) images.delete(oldest.value)
    return known
  }
}

const open = (
  { host, port }: PrintersServerOptions,
  onRequest: (request: IncomingMessage, response: ServerResponse) => void,
): Effect.Effect<Server, PrintersServerFailed> =>
  Effect.callback((resume) => {
    const server = createServer(onRequest)
    server.once("error", ({ message }) =>
      resume(Effect.fail(new PrintersServerFailed({ port, reason: message }))),
    )
    server.listen(port, host, () => resume(Effect.succeed(server)))
  })
