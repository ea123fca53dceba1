import { connectAsync } from "mqtt"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { rawClient, transports } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { asked, codeIn } from "./asked.ts"
import { forgedTokens, type StolenPair, soundToken } from "./forged-tokens.ts"

const hub = runningHub(["bistro", "rival"])
let pair: StolenPair
let forged: ReadonlyArray<readonly [string, string]>

const login = () => {
  const { tenant, password } = hub.signIn("bistro")
  const body = { tenant, username: "owner", password }
  return hub.restaurant("bistro").api.post<StolenPair>("/auth/login", body)
}

beforeAll(async () => {
  pair = await login()
  forged = Object.entries(await forgedTokens(hub.secret(), pair))
})

/** Whoever is signed in already notices nothing. */
afterEach(async () => {
  const { api, products } = hub.restaurant("rival")
  const order = { type: "counter", lines: [{ productId: products[0]?.id, quantity: 1 }] }
  expect((await api.send("POST", "/plugins/orders/orders", order)).status).toBe(201)
})

describe("a token that is wrong in one thing", () => {
  it("[DOOR-1] opens no address: 401 AUTH_INVALID, in the same words whatever is wrong", async () => {
    const answers = new Set<string>()
    for (const [what, token] of forged)
      for (const path of ["/api/auth/me", "/api/plugins/orders/orders", "/api/system/plugins"]) {
        const answer = await asked(hub.url(), { method: "GET", path, token })
        expect(answer.status, `${what} ${path}: ${answer.text}`).toBe(401)
        expect(codeIn(answer), what).toBe("AUTH_INVALID")
        if (/^[\x21-\x7e]+$/.test(token) && !what.startsWith("a session")) answers.add(answer.text)
      }
    expect(answers.size).toBe(1)
    const token = await soundToken(hub.secret(), pair)
    const me = await asked(hub.url(), { method: "GET", path: "/api/auth/me", token })
    expect(me.status).toBe(200)
  })

  it.each(transports)(
    "[DOOR-2] opens no socket over %s: bye AUTH_INVALID, and hung up",
    async (transport) => {
      await Promise.all(
        forged.map(async ([what, token]) => {
          const client = await rawClient(transport, hub.url())
          client.send({ t: "hello", proto: 1, token, views: [{ view: "floor" }] })
          const { code } = await client.next("bye")
          expect([what, code]).toEqual([what, "AUTH_INVALID"])
          await client.closed
          expect(client.heard.map(({ t }) => t)).toEqual(["bye"])
        }),
      )
    },
  )

  it("[DOOR-3] is not changed into a good one: 401, and the session that it names lives on", async () => {
    const wrong = forged.filter(([what]) => what !== "a refresh token")
    for (const [what, refreshToken] of [...wrong, ["an access token", pair.accessToken] as const]) {
      const answer = await asked(hub.url(), {
        method: "POST",
        path: "/api/auth/refresh",
        body: { refreshToken },
      })
      expect([what, answer.status, codeIn(answer)]).toEqual(
        refreshToken === "" || refreshToken.length > 4_096
          ? [what, 422, "VALIDATION_FAILED"]
          : [what, 401, "AUTH_INVALID"],
      )
    }
    const token = pair.accessToken
    expect((await asked(hub.url(), { method: "GET", path: "/api/auth/me", token })).status).toBe(
      200,
    )
  })

  it("[DOOR-4] ends nobody's session: whoever shows it is told that it is over", async () => {
    for (const [what, token] of forged) {
      // The first is the session's own, and the second nobody can make without the hub's key.
      if (what === "a refresh token" || what === "a session of another restaurant") continue
      await asked(hub.url(), { method: "POST", path: "/api/auth/logout", token })
    }
    const token = pair.accessToken
    expect((await asked(hub.url(), { method: "GET", path: "/api/auth/me", token })).status).toBe(
      200,
    )
  })

  it("[DOOR-5] is no device's secret", async () => {
    const { tenantId, printers } = hub.restaurant("bistro")
    const id = printers[0]?.deviceId ?? ""
    for (const [what, password] of [...forged, ["an access token", pair.accessToken] as const])
      await expect(
        connectAsync(hub.mqttUrl(), {
          protocolVersion: 4,
          clientId: `${tenantId}.${id}`,
          username: `${tenantId}/${id}`,
          password,
          reconnectPeriod: 0,
        }),
        what,
      ).rejects.toThrow(/[Nn]ot authorized|Bad User/)
  })

  it("[DOOR-6] sets nothing up, and the right one no more once there is a restaurant", async () => {
    const bootstrap = (token: unknown) =>
      asked(hub.url(), { method: "POST", path: "/api/setup/bootstrap", body: { token } })
    for (const [what, token] of [...forged, ["the address's own", hub.setupToken()] as const]) {
      const answer = await bootstrap(token)
      expect([what, answer.status, codeIn(answer)]).toEqual([what, 409, "SETUP_ALREADY_DONE"])
    }
  })
})
