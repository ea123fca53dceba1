import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import type { ViewSnapshot } from "#core/client/watched-views.ts"
import { type SocketHub, startSocketHub, token } from "#test/devices/socket/socket-hub.ts"

interface Said {
  readonly t: string
  readonly views?: ReadonlyArray<unknown>
}

let hub: SocketHub
let client: HubClient
let said: Array<Said>
/** Done when the hello is on its way and nobody has answered it. */
let whileGreeting: (deed: () => void) => void

beforeEach(async () => {
  // A heartbeat that repairs what was missed would come too late to be noticed.
  hub = await startSocketHub({ heartbeatMs: 60_000 })
  hub.view("floor").publish([{ id: "t1", rev: 1, v: "free" }])
  said = []
  let due = (): void => undefined
  whileGreeting = (deed) => {
    due = deed
  }
  class Told extends WebSocket {
    override send(text: string): void {
      super.send(text)
      said.push(JSON.parse(text) as Said)
      if (said.length === 1) due()
    }
  }
  client = connectHub({ url: hub.url, token: async () => token("device:tab"), WebSocket: Told })
})
afterEach(async () => {
  client.close()
  await hub.close()
})

describe("while the hub is being greeted", () => {
  it("[CLIENT-40] a view that somebody opens is there as soon as it has answered", async () => {
    const shown: Array<ViewSnapshot> = []
    whileGreeting(() => {
      expect(client.status).toBe("connecting")
      client.watch("floor", (snapshot) => shown.push(snapshot))
    })
    await expect.poll(() => shown.at(-1)?.items.get("t1"), { timeout: 15_000 }).toBe("free")
  })

  it("[CLIENT-40] a view that somebody closes is let go", async () => {
    const stop = client.watch("floor", () => undefined)
    client.watch("menu", () => undefined)
    whileGreeting(stop)
    await expect
      .poll(() => said.filter(({ t }) => t === "unsubscribe"), { timeout: 15_000 })
      .toEqual([{ t: "unsubscribe", views: ["floor"] }])
  })
})
