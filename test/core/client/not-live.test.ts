import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import type { ViewSnapshot } from "#core/client/watched-views.ts"
import type { ClientFrame, ServerFrame } from "#core/hub/frame.ts"

/** A line that the test holds by both ends, so that time can be moved by hand. */
class Line {
  static readonly all: Line[] = []
  readyState = 0
  readonly sent: ClientFrame[] = []
  onopen: (() => void) | undefined
  onmessage: ((message: { data: string }) => void) | undefined
  onclose: (() => void) | undefined

  constructor() {
    Line.all.push(this)
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame)
  }
  close(): void {
    this.readyState = 3
  }
  async welcome(): Promise<void> {
    this.readyState = 1
    this.onopen?.()
    await vi.advanceTimersByTimeAsync(0)
    this.hear({
      t: "welcome",
      tenant: "t",
      principal: { kind: "user", id: "u" },
      now: hubTime(),
      hbMs: 5_000,
    })
  }
  hear(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

/** The hub's clock is seven minutes ahead of this device's. */
const ahead = 7 * 60_000
const hubTime = () => new Date(Date.now() + ahead).toISOString()
const line = () => Line.all.at(-1) as Line
const beat = (views: Record<string, number> = {}) => line().hear({ t: "hb", now: hubTime(), views })

let client: HubClient
const connect = (token = async () => "a token") => {
  client = connectHub({ url: "http://hub", token, WebSocket: Line as never })
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(Math, "random").mockReturnValue(0.5)
})
afterEach(() => {
  client.close()
  Line.all.length = 0
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe("a device without a word from the hub", () => {
  it("[CLIENT-30] says after 12 s that it is not live, and since when, in the hub's time", async () => {
    connect()
    await line().welcome()
    await vi.advanceTimersByTimeAsync(5_000)
    beat()
    const lastWord = Date.now() + ahead
    await vi.advanceTimersByTimeAsync(11_900)
    expect(client.status).toBe("live")
    await vi.advanceTimersByTimeAsync(1_200)
    expect(client.status).toBe("notLive")
    expect(client.notLiveSince).toBe(lastWord)
  })

  it("[CLIENT-31] says so as well when it never was live", async () => {
    connect()
    expect(client.status).toBe("connecting")
    await vi.advanceTimersByTimeAsync(13_100)
    expect(client.status).toBe("notLive")
  })

  it("[CLIENT-32] stays live as long as the heart beats", async () => {
    connect()
    await line().welcome()
    for (let n = 0; n < 20; n++) {
      await vi.advanceTimersByTimeAsync(5_000)
      beat()
    }
    expect(client.status).toBe("live")
    expect(Line.all).toHaveLength(1)
  })

  it("[CLIENT-33] tries again after half a second at first, ten at most, by chance in between", async () => {
    connect()
    const pauses: number[] = []
    for (let n = 0; n < 8; n++) {
      const before = Date.now()
      const lines = Line.all.length
      line().onclose?.()
      while (Line.all.length === lines) await vi.advanceTimersByTimeAsync(50)
      pauses.push(Date.now() - before)
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000])
  })

  it("[CLIENT-34] shows the hub's clock whatever its own says", async () => {
    connect()
    await line().welcome()
    expect(client.now() - Date.now()).toBe(ahead)
    // A frame that was late on the way says less than the truth; it moves the clock only a little.
    line().hear({ t: "hb", now: new Date(Date.now() + ahead - 1_600).toISOString(), views: {} })
    expect(client.now() - Date.now()).toBeGreaterThanOrEqual(ahead - 100)
  })
})

describe("a device whose picture has a hole", () => {
  const snapshots: ViewSnapshot[] = []
  const watching = async () => {
    snapshots.length = 0
    connect()
    client.watch("floor", (snapshot) => snapshots.push(snapshot))
    await line().welcome()
    line().hear({ t: "snapshot", view: "floor", epoch: "e", seq: 5, items: [] })
  }
  const lastHello = () =>
    line()
      .sent.filter((frame) => frame.t === "hello")
      .at(-1)

  it("[CLIENT-35] says hello again when a number is skipped, and trusts nothing until it is whole", async () => {
    await watching()
    line().hear({ t: "ev", view: "floor", seq: 7, id: "a", rev: 1, v: 7 })
    expect(lastHello()).toEqual({
      t: "hello",
      proto: 1,
      views: [{ view: "floor", epoch: "e", seq: 5 }],
    })
    expect(snapshots.at(-1)?.live).toBe(false)
    line().hear({ t: "ev", view: "floor", seq: 6, id: "a", rev: 1, v: 6 })
    expect(snapshots.at(-1)?.items.size).toBe(0)
    const events = [6, 7].map((seq) => ({ seq, id: "a", rev: 1, v: seq }))
    line().hear({ t: "resumed", view: "floor", epoch: "e", from: 5, seq: 7, events })
    expect(snapshots.at(-1)).toMatchObject({ live: true, seq: 7 })
    expect(snapshots.at(-1)?.items.get("a")).toBe(7)
  })

  it("[CLIENT-36] finds a silent hole by the number in the heartbeat", async () => {
    await watching()
    beat({ floor: 6 })
    expect(lastHello()?.views).toEqual([{ view: "floor", epoch: "e", seq: 5 }])
    expect(snapshots.at(-1)?.live).toBe(false)
  })

  it("[CLIENT-37] asks for the whole picture when a resume does not continue its own", async () => {
    await watching()
    line().hear({ t: "resumed", view: "floor", epoch: "e", from: 4, seq: 9, events: [] })
    expect(lastHello()?.views).toEqual([{ view: "floor" }])
  })

  const told = () => line().sent.flatMap((frame) => (frame.t === "seen" ? [frame.seq] : []))

  it("[CLIENT-17] proves nothing of another epoch by what it showed of the one before", async () => {
    await watching()
    client.seen("floor", 5)
    expect(told()).toEqual([5])
    line().hear({ t: "snapshot", view: "floor", epoch: "f", seq: 9, items: [] })
    expect(told()).toEqual([5])
    client.seen("floor", 5)
    expect(told()).toEqual([5, 5])
  })

  it("[CLIENT-18] tells again with the next beat what it showed and came too fast", async () => {
    await watching()
    client.seen("floor", 5)
    line().hear({ t: "nack", code: "RATE_LIMITED", detail: "Too many", meta: { retryAfterMs: 9 } })
    expect(told()).toEqual([5])
    beat({ floor: 5 })
    beat({ floor: 5 })
    expect(told()).toEqual([5, 5])
  })

  it("[CLIENT-38] asks again for a view that the hub could not show", async () => {
    connect()
    client.watch("floor", () => undefined)
    await line().welcome()
    const meta = { view: "floor" }
    line().hear({ t: "nack", code: "OUTAGE", detail: "No database", meta })
    const before = line().sent.length
    beat()
    beat()
    expect(line().sent.length).toBe(before + 1)
  })
})

it("[CLIENT-39] hands a renewed token to the hub without a break", async () => {
  let current = "first"
  connect(async () => current)
  await line().welcome()
  current = "second"
  for (let n = 0; n < 13; n++) {
    await vi.advanceTimersByTimeAsync(5_000)
    beat()
  }
  expect(line().sent.at(-1)).toEqual({ t: "hello", proto: 1, token: "second" })
  expect(Line.all).toHaveLength(1)
})
