import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import type { Page } from "#test/support/hub-api.ts"
import { type Answer, asked, type Question, withoutId } from "./asked.ts"
import { eachAtOnce } from "./at-once.ts"
import { type DocumentedRoute, routeName } from "./documented-routes.ts"
import { filledBody } from "./filled-body.ts"
import { canary, readEverything, uuidsIn } from "./foreign-restaurant.ts"
import { restaurantValues } from "./restaurant-values.ts"
import { twoRestaurants } from "./two-restaurants-hub.ts"

const { hub, document, foreign, foreignIn } = twoRestaurants()
const ours = () => hub.restaurant("bistro")

const ask = async (question: Omit<Question, "token">): Promise<Answer> =>
  asked(hub.url(), { ...question, token: await ours().api.token() })

const clean = (answer: Answer, what: string, but = ""): void =>
  expect(foreignIn(`${answer.headers}\n${answer.text}`.replaceAll(but || "\0", "")), what).toEqual(
    [],
  )

const scoped = () => document().routes.filter(({ isPublic }) => !isPublic)

/** A body that is right in all but what the case says is wrong. */
const bodyOf = async ({ body }: DocumentedRoute): Promise<Record<string, unknown> | undefined> => {
  if (body === undefined) return undefined
  ourValues ??= restaurantValues(ours().api, "ours")
  return { ...filledBody(document(), body, "ours", await ourValues) }
}
let ourValues: ReturnType<typeof restaurantValues> | undefined

/** What a parameter stands for: the other restaurant's things, and one that nobody has; `fixed` is the same for all. */
const meaning = (
  name: string,
  path: string,
):
  | { readonly fixed: string }
  | { readonly theirs: ReadonlyArray<string>; readonly nobodys: string } => {
  const { tenantId, someIds, deadLetter, role, ticket } = foreign()
  switch (name) {
    case "tenant":
      return { theirs: [tenantId], nobodys: uuid() }
    case "id":
      return { theirs: [...someIds, role], nobodys: uuid() }
    case "userCode":
      return { theirs: [ticket], nobodys: "BCDF-GHJK" }
    case "position":
      return { theirs: [String(deadLetter)], nobodys: "9999999" }
    case "key":
      return path.startsWith("/api/plugins/users/")
        ? { theirs: [role], nobodys: "nobodys" }
        : { fixed: "kds" }
    case "subscription":
      return { fixed: "courier.book" }
    case "slot":
      return { fixed: "order.details.aside" }
    // The fixture's own, which books whatever it is told.
    case "order":
      return { fixed: "by-hand" }
    default:
      throw new Error(`${path}: say here what {${name}} stands for`)
  }
}

describe("every list of the hub", () => {
  it("[HTTP-21] is told by pages", async () => {
    const { routes, resolve } = document()
    const lists = routes.flatMap(({ method, path, answer, queries }) => {
      const told = Object.keys(resolve(answer ?? {}).properties ?? {})
      return method === "GET" && told.includes("items") ? [{ path, told, queries }] : []
    })
    expect(lists.length).toBeGreaterThan(20)
    for (const { path, told, queries } of lists) {
      expect(told, path).toEqual(expect.arrayContaining(["items", "total", "page", "size"]))
      expect(queries, path).toEqual(expect.arrayContaining(["page", "size"]))
    }
  })
})

describe("on every route of the hub", () => {
  it("[APART-1] the other restaurant has much to hide, in every kind of thing", async () => {
    const everything = await readEverything(hub, canary, document())
    expect(foreign().ids.size).toBeGreaterThan(100)
    const silent = [...everything].filter(([, text]) => foreignIn(text).length === 0)
    // These tell of plugins, pages, permissions and models of printers, which are everybody's, and of
    // an account that this restaurant did not ask for.
    expect(silent.map(([path]) => path).sort()).toEqual([
      "/api/plugins/home_assistant/account",
      "/api/plugins/printer/profiles",
      "/api/system/plugins",
      "/api/system/tenants",
      "/api/tenants/{tenant}/audit/verify",
      "/api/tenants/{tenant}/jobs",
      "/api/tenants/{tenant}/permissions",
      "/api/tenants/{tenant}/plugins",
      "/api/tenants/{tenant}/subscriptions",
      "/api/ui/manifest",
    ])
  })

  it("[APART-2] no list and no page shows a byte of the other", async () => {
    for (const [path, text] of await readEverything(hub, "bistro", document()))
      expect(foreignIn(text), path).toEqual([])
  })

  it("[APART-3] a foreign id is answered as one that nobody has, to the byte, and changes nothing", async () => {
    const before = await readEverything(hub, canary, document())
    let cases = 0
    for (const route of scoped()) {
      const { method, path, parameters } = route
      const meanings = parameters.map((name) => [name, meaning(name, path)] as const)
      const body = await bodyOf(route)
      const at = (wrong: string, value: string) =>
        meanings.reduce((address, [name, one]) => {
          const own = name === "tenant" ? ours().tenantId : "fixed" in one ? one.fixed : one.nobodys
          // Of a foreign restaurant the rest of the address is right, so that only the restaurant is wrong.
          const right = wrong === "tenant" && name === "id" ? foreign().operationId : own
          return address.replace(`{${name}}`, encodeURIComponent(name === wrong ? value : right))
        }, path)
      for (const [name, one] of meanings) {
        if ("fixed" in one) continue
        const unknown = await ask({ method, path: at(name, one.nobodys), body })
        await eachAtOnce(one.theirs, async (value) => {
          const answer = await ask({ method, path: at(name, value), body })
          const what = `${routeName(route)} of ${value}`
          expect(answer.status, `${what}: ${answer.text}`).toBeGreaterThanOrEqual(400)
          expect(answer.status, `${what}: ${answer.text}`).toBeLessThan(500)
          if (value !== canary) {
            clean(answer, what, value)
            expect(withoutId(answer, value), what).toBe(withoutId(unknown, one.nobodys))
          }
          cases += 1
        })
      }
    }
    expect(cases).toBeGreaterThan(1_000)
    const after = await readEverything(hub, canary, document())
    for (const [path, text] of before)
      if (!movesByItself.has(path))
        expect(atRest(after.get(path) ?? "") === atRest(text), path).toBe(true)
  })
})

describe("in what a request says", () => {
  it("[APART-4] a foreign id in a body is one that nobody has", async () => {
    let cases = 0
    for (const route of scoped()) {
      const good = await bodyOf(route)
      if (good === undefined || route.path.includes("/system/")) continue
      const path = route.path
        .replace("{tenant}", ours().tenantId)
        .replace("{key}", "orders")
        .replace("{subscription}", "courier.book")
        .replace("{id}", await ownId(route))
      for (const [at, known] of idsWithin(good)) {
        const withId = (id: string) => ({ method: route.method, path, body: put(good, at, id) })
        const nobodys = uuid()
        const unknown = await askAndUndo(route, withId(nobodys))
        await eachAtOnce(foreign().someIds, async (id) => {
          const answer = await askAndUndo(route, withId(id))
          const what = `${routeName(route)} ${at.join(".")} (not ${known}): ${id}`
          clean(answer, what, id)
          expect(answer.status, what).toBe(unknown.status)
          if (answer.status >= 300)
            expect(withoutId(answer, id), what).toBe(withoutId(unknown, nobodys))
          cases += 1
        })
      }
    }
    expect(cases).toBeGreaterThan(200)
  })

  it("[APART-5] a foreign id in a filter finds nothing", async () => {
    for (const route of scoped())
      for (const name of route.queries.filter((query) => !paging.has(query))) {
        if (route.method !== "GET" || route.path.includes("/system/")) continue
        const path = route.path.replace("{tenant}", ours().tenantId)
        const filtered = (value: string) =>
          ask({ method: "GET", path: `${path}?${name}=${encodeURIComponent(value)}` })
        const unknown = await filtered("nobodys")
        const nobodys = uuid()
        const unknownId = await filtered(nobodys)
        await eachAtOnce([...foreign().someIds, canary, foreign().tenantId], async (value) => {
          const answer = await filtered(value)
          const what = `${path}?${name}=${value}`
          clean(answer, what, value)
          if (value === canary) expect(answer.status, what).toBe(unknown.status)
          else expect(withoutId(answer, value), what).toBe(withoutId(unknownId, nobodys))
        })
      }
  })

  it("[APART-6] the other restaurant cannot be chosen, nor its answers be fetched by its key", async () => {
    const nobodys = uuid()
    for (const { method, path } of scoped()) {
      const choose = (id: string) =>
        ask({ method, path: path.replace(/\{\w+\}/g, "x"), headers: { "x-tenant-id": id } })
      const answer = await choose(foreign().tenantId)
      expect(answer.status, `${method} ${path}`).toBe(401)
      expect(answer).toEqual(await choose(nobodys))
    }
    const repeated = await ask({
      method: "POST",
      path: "/api/plugins/floor_plan/rooms",
      body: { name: "Ours, under a key that they had too" },
      headers: { "idempotency-key": canary },
    })
    expect(repeated.status, repeated.text).toBe(201)
    clean(repeated, "the key of the other", canary)
  })

  it("[APART-7] whoever is not signed in sees nothing of either", async () => {
    const names = { ...foreign(), ours: ours().tenantId }
    const open = document()
      .routes.filter(({ method, isPublic }) => method === "GET" && isPublic)
      .map(({ path }) => path)
    expect(open.length).toBeGreaterThan(6)
    for (const path of [...open, "/metrics", "/", "/setup", "/admin", "/nowhere", `/${canary}`]) {
      const answer = await asked(hub.url(), { method: "GET", path })
      // A demo lists its restaurants, for its doors; no other hub does (main.ts).
      const text = answer.text.replace(/"tenants":\[.*?\]/, "")
      clean({ ...answer, text }, path, path.slice(1))
      expect(answer.text, path).not.toContain(names.ours)
    }
    for (const { method, path } of scoped()) {
      const address = path.replace("{tenant}", foreign().tenantId).replace(/\{\w+\}/g, canary)
      const answer = await asked(hub.url(), { method, path: address })
      expect(answer.status, `${method} ${path}`).toBe(401)
      clean(answer, `${method} ${path}`)
    }
  })
})

/** What was added goes again: some things are once in a restaurant. */
const askAndUndo = async ({ path }: DocumentedRoute, question: Omit<Question, "token">) => {
  const answer = await ask(question)
  const isThere = scoped().some((one) => one.method === "DELETE" && one.path === `${path}/{id}`)
  if (answer.status === 201 && isThere) {
    const { id } = JSON.parse(answer.text) as { readonly id: string }
    await ask({ method: "DELETE", path: `${path}/${id}` })
  }
  return answer
}

const paging: ReadonlySet<string> = new Set(["page", "size", "lang"])

/** Something of ours that the route changes, so that only what the body says can be wrong. */
const ownId = async ({ path }: DocumentedRoute): Promise<string> => {
  const list = /^\/api(\/plugins\/\w+\/\w+)\/\{id\}/.exec(path)?.[1]
  if (list === undefined) return uuid()
  const { items } = await ours().api.get<Page<{ readonly id: string }>>(`${list}?size=1`)
  return items[0]?.id ?? uuid()
}

type At = ReadonlyArray<string | number>

/** Where a body names things by their ids. */
const idsWithin = (value: unknown, at: At = []): ReadonlyArray<readonly [At, string]> => {
  if (typeof value === "string") return uuidsIn(value).length === 1 ? [[at, value]] : []
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => idsWithin(inner, [...at, name]))
}

const put = (body: unknown, at: At, id: string): unknown => {
  const copy = structuredClone(body)
  let inner = copy as Record<string | number, unknown>
  for (const name of at.slice(0, -1)) inner = inner[name] as Record<string | number, unknown>
  inner[at.at(-1) ?? ""] = id
  return copy
}

/** How a device's printer stands changes while its jobs wait. */
const atRest = (text: string): string =>
  text.replace(/"printer":\{[^}]*\}|"faults":\[[^\]]*\]/g, "")

/** What tells of the clock, of handlers, and of paper that is sent again to a printer that is not there. */
const movesByItself: ReadonlySet<string> = new Set([
  "/api/tenants/{tenant}/events",
  "/api/tenants/{tenant}/jobs",
  "/api/tenants/{tenant}/subscriptions",
  "/api/plugins/printer/jobs",
])
