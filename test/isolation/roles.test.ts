import { v7 as uuid } from "uuid"
import { beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { type Answer, asked, codeIn } from "./asked.ts"
import { type RouteDocument, routeDocument, routeName } from "./documented-routes.ts"
import { deviceGrants, grants, mayUse, needs } from "./role-matrix.ts"

const hub = runningHub()
const password = "correct horse battery staple"
let document: RouteDocument

beforeAll(async () => {
  document = await routeDocument(hub.url())
})

const login = async (body: object): Promise<string> => {
  const { api } = hub.restaurant()
  return (await api.post<{ readonly accessToken: string }>("/auth/login", body)).accessToken
}

const tokenOfRole = async (role: string): Promise<string> => {
  const username = `${role}.${uuid().slice(-6)}`
  await hub.restaurant().api.post("/plugins/users/users", {
    username,
    password,
    fullName: `The ${role}`,
    role,
  })
  return login({ tenant: "bistro", username, password })
}

const tokenOfDevice = (kind: string): Promise<string> =>
  login({
    tenant: "bistro",
    username: "owner",
    password: hub.signIn().password,
    device: { id: `${kind}-1`, kind },
  })

/** Understood by nobody and about nothing, so that asking changes nothing, whoever asks. */
const tryOn = (method: string, path: string, token: string | undefined): Promise<Answer> =>
  asked(hub.url(), {
    method,
    path: path
      .replace("{tenant}", hub.restaurant().tenantId)
      .replace("{id}", uuid())
      .replace(/\{\w+\}/g, "nobodys"),
    ...(token === undefined ? {} : { token }),
    ...(method === "GET" || method === "DELETE" ? {} : { body: { nobodyKnows: 1 } }),
  })

const verdictOn = (answer: Answer): string => {
  if (answer.status === 401 && codeIn(answer) === "AUTH_INVALID") return "not signed in"
  return answer.status === 403 ? "refused" : answer.status < 500 ? "let in" : answer.text
}

const judge = async (granted: ReadonlyArray<string> | undefined, token: string | undefined) => {
  const wrong: Array<string> = []
  for (const route of document.routes) {
    // With a credential, the open doors would end its session or lock its owner out.
    if (route.isPublic) continue
    const answer = await tryOn(route.method, route.path, token)
    // In no restaurant that did not ask for it; whoever has no credential hears that first.
    if (token !== undefined && route.path.includes("/plugins/home_assistant/")) {
      if (codeIn(answer) !== "PLUGIN_NOT_ENABLED") wrong.push(`${routeName(route)}: it is there`)
      continue
    }
    const no = token === undefined ? "not signed in" : "refused"
    const right = mayUse(granted, needs[routeName(route)] ?? []) ? "let in" : no
    if (verdictOn(answer) !== right)
      wrong.push(`${routeName(route)}: ${right}, but ${answer.status} ${answer.text}`)
  }
  return wrong
}

describe("who may do what", () => {
  it("[MATRIX-1] is written down for every route, and for none that is gone", () => {
    expect(document.routes.map(routeName).sort()).toEqual(Object.keys(needs).sort())
    expect(document.routes.filter(({ isPublic }) => isPublic).map(routeName)).toEqual(
      document.routes.map(routeName).filter((name) => needs[name] === "anybody"),
    )
  })

  it.each(Object.entries(grants))(
    "[MATRIX-2] %s may do what is written, no more, no less",
    async (role, granted) => {
      expect(await judge(granted, await tokenOfRole(role))).toEqual([])
    },
  )

  it.each(Object.entries(deviceGrants))(
    "[MATRIX-3] a %s may do what is written, whoever signed it in",
    async (kind, granted) => {
      expect(await judge(granted, await tokenOfDevice(kind))).toEqual([])
    },
  )

  it("[MATRIX-4] whoever is not signed in may do nothing that is not open to all", async () => {
    expect(await judge(undefined, undefined)).toEqual([])
  })
})
