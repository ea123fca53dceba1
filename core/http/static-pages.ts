import { access } from "node:fs/promises"
import { join } from "node:path"
import fastifyStatic from "@fastify/static"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { securePages } from "./security-headers.ts"

/** Addresses of the pages: one bundle serves all, its shell picks the page by the address. */
const pagePaths = [
  "/",
  "/kds",
  "/handheld",
  "/board",
  "/virtual-printers",
  "/setup",
  "/pair",
  "/admin",
] as const

/**
 * The pages that Vite built, with their own security headers; never counted against a limit.
 *
 * @param folder where `index.html` and `assets/` are, or will be once they are built
 */
export const staticPages = async (app: FastifyInstance, folder: string): Promise<void> => {
  await app.register(async (pages) => {
    await securePages(pages)
    await pages.register(fastifyStatic, {
      root: folder,
      serve: false,
      // Dot files of a build folder are nobody's business.
      dotfiles: "deny",
    })
    pages.addHook("onRequest", (request, reply, done) => {
      reply.header("x-request-id", request.id)
      done()
    })
    const page = async (_request: FastifyRequest, reply: FastifyReply) =>
      (await isThere(join(folder, "index.html")))
        ? // The shell names its assets by hash, so it alone must be asked for anew each time.
          reply.header("cache-control", "no-cache").sendFile("index.html", { cacheControl: false })
        : reply.code(503).type("text/html; charset=utf-8").send(notBuilt)
    for (const path of pagePaths) {
      pages.get(path, page)
      if (path !== "/") pages.get(`${path}/*`, page)
    }
    pages.get<{ Params: { "*": string } }>("/assets/*", (request, reply) =>
      reply.sendFile(`assets/${request.params["*"]}`, { immutable: true, maxAge: "365d" }),
    )
    // Icons, the web manifest, a service worker: what stands beside index.html.
    pages.get<{ Params: { file: string } }>(
      "/:file(^[A-Za-z0-9][A-Za-z0-9_-]*\\.(?:ico|js|json|png|svg|txt|webmanifest)$)",
      (request, reply) =>
        reply
          .header("cache-control", "no-cache")
          .sendFile(request.params.file, { cacheControl: false }),
    )
  })
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

const notBuilt = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Heard</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>The pages are not built yet</h1>
<p>The hub runs, its API answers under <code>/api</code>. <code>npm run demo</code> and <code>npm start</code>
build the pages; reload when they are done.</p></body></html>`
