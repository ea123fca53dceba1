import { v7 as uuid } from "uuid"
import { beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { asked, codeIn } from "./asked.ts"
import { eachAtOnce } from "./at-once.ts"
import {
  type DocumentedRoute,
  type RouteDocument,
  routeDocument,
  routeName,
} from "./documented-routes.ts"
import { type FieldValue, filledBody } from "./filled-body.ts"
import { restaurantValues } from "./restaurant-values.ts"

const hub = runningHub()
let document: RouteDocument
let values: FieldValue

beforeAll(async () => {
  document = await routeDocument(hub.url())
  values = await restaurantValues(hub.restaurant().api, "ours")
})

/** Words that were meant for something behind the hub. */
const hostile = [
  "' or 1=1 --",
  "'; drop table core.tenant; --",
  "1 union select * from core.account",
  "$1::uuid || pg_sleep(3)",
  "../../../../etc/passwd",
  "%00",
  "a\u0000b",
  "{{7*7}}<script>alert(1)</script>",
  "__proto__",
  "\ud800",
  "x".repeat(3_000),
  "1e400",
  "-1",
]

const slowestMs = 10_000

const ask = async (method: string, path: string, body?: unknown) => {
  const began = performance.now()
  const token = await hub.restaurant().api.token()
  const answer = await asked(hub.url(), { method, path, token, body })
  return { ...answer, tookMs: performance.now() - began }
}

/** Routes that would end what the others need: the session, the settings that hold for all. */
const tried = () => document.routes.filter(({ path }) => !path.endsWith("/auth/logout"))

const address = ({ path }: DocumentedRoute, wrong = "", word = ""): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(
      name === wrong
        ? word.replace("\ud800", "?")
        : name === "tenant"
          ? hub.restaurant().tenantId
          : uuid(),
    ),
  )

const judged = (what: string, answer: Awaited<ReturnType<typeof ask>>): ReadonlyArray<string> => [
  ...(answer.status >= 500 ? [`${what}: ${answer.status} ${answer.text}`] : []),
  ...(answer.status >= 400 && codeIn(answer) === undefined ? [`${what}: no code`] : []),
  ...(answer.tookMs > slowestMs ? [`${what}: took ${Math.round(answer.tookMs)} ms`] : []),
  ...(/\bat \S+:\d+:\d+|node_modules|\.ts\b|syntax error|pg_catalog|plg_/.test(answer.text)
    ? [`${what} tells of the inside: ${answer.text}`]
    : []),
]

interface Case {
  readonly what: string
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

const outcomeOf = async (cases: ReadonlyArray<Case>): Promise<ReadonlyArray<string>> => {
  const wrong: Array<string> = []
  await eachAtOnce(cases, async ({ what, method, path, body }) => {
    wrong.push(...judged(what, await ask(method, path, body)))
  })
  return wrong
}

const bodyOf = ({ body }: DocumentedRoute) =>
  body === undefined ? undefined : filledBody(document, body, "x", values)

describe("words that were meant for something behind the hub", () => {
  it("[HOSTILE-1] in any part of any address are answered with a code, at once", async () => {
    const cases = tried().flatMap((route) =>
      route.parameters.flatMap((name) =>
        hostile.map((word) => ({
          what: `${routeName(route)} {${name}} = ${word.slice(0, 40)}`,
          method: route.method,
          path: address(route, name, word),
          body: bodyOf(route),
        })),
      ),
    )
    expect(cases.length).toBeGreaterThan(500)
    expect(await outcomeOf(cases)).toEqual([])
  })

  it("[HOSTILE-2] in any filter are answered with a code or an empty page, at once", async () => {
    const cases = tried().flatMap((route) =>
      route.queries.flatMap((name) =>
        hostile.map((word) => ({
          what: `${routeName(route)}?${name}=${word.slice(0, 40)}`,
          method: route.method,
          path: `${address(route)}?${name}=${encodeURIComponent(word.replace("\ud800", "?"))}`,
        })),
      ),
    )
    expect(await outcomeOf(cases)).toEqual([])
  })

  it("[HOSTILE-3] in any field of any body are stored as words, or answered with a code", async () => {
    const cases = tried().flatMap((route) => {
      const good = bodyOf(route) ?? {}
      // Each wrong password would cost a hash, which is slow on purpose.
      if (route.path.includes("/auth/")) return []
      return Object.keys(good).flatMap((name) =>
        [...hostile, null, 7, [], {}, { toString: 1 }].map((word) => ({
          what: `${routeName(route)} ${name}: ${JSON.stringify(word).slice(0, 40)}`,
          method: route.method,
          path: address(route),
          body: { ...good, [name]: word },
        })),
      )
    })
    expect(cases.length).toBeGreaterThan(800)
    expect(await outcomeOf(cases)).toEqual([])
  })

  it("[HOSTILE-4] a field that nobody knows is refused by every route, the hub's own words for things too", async () => {
    const open: Array<string> = []
    for (const route of tried()) {
      const good = bodyOf(route)
      // Of a plugin's own settings the plugin says what they are.
      if (good === undefined || route.path.endsWith("/{key}/config")) continue
      for (const name of ["tenantId", "tenant_id", "rev", "createdAt", "builtIn", "hasPin"]) {
        const answer = await ask(route.method, address(route), { ...good, [name]: "1" })
        if (answer.status < 400) open.push(`${routeName(route)} took ${name}: ${answer.text}`)
      }
    }
    expect(open).toEqual([])
  })

  it("[HOSTILE-5] leave the restaurant as it was", async () => {
    const { api, products } = hub.restaurant()
    const order = { type: "counter", lines: [{ productId: products[0]?.id, quantity: 1 }] }
    expect((await api.send("POST", "/plugins/orders/orders", order)).status).toBe(201)
    const tables = await hub.database.connection().unsafe("select count(*) as n from core.tenant")
    expect(Number(tables[0]?.["n"])).toBe(1)
  })
})
