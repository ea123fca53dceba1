import type { WebSocket } from "ws"

export type Json = Readonly<Record<string, unknown>>

interface FakeView {
  seq: number
  readonly items: Map<string, Json>
}

/** Numbered pictures that a test paints by hand. */
export class FakeViews {
  readonly #views = new Map<string, FakeView>()
  readonly #watching = new Map<WebSocket, Set<string>>()

  get(view: string, id: string): Json | undefined {
    return this.#view(view).items.get(id)
  }

  items(view: string): ReadonlyMap<string, Json> {
    return this.#view(view).items
  }

  /** @param v null: gone */
  set(view: string, id: string, v: Json | null): void {
    const picture = this.#view(view)
    picture.seq++
    if (v === null) picture.items.delete(id)
    else picture.items.set(id, v)
    const frame = { t: "ev", view, seq: picture.seq, id, rev: picture.seq, v }
    for (const [client, names] of this.#watching)
      if (names.has(view)) client.send(JSON.stringify(frame))
  }

  seq(view: string): number {
    return this.#view(view).seq
  }

  frame(client: WebSocket, frame: { t: string; views?: ReadonlyArray<unknown> }): void {
    const names = (frame.views ?? []).map((ref) =>
      typeof ref === "string" ? ref : String((ref as Json)["view"]),
    )
    if (frame.t === "hello") {
      // A client that missed something says hello again over the same connection.
      if (!this.#watching.has(client)) this.#watching.set(client, new Set())
      const principal = { kind: "device", id: "0193f4c0-0000-7000-8000-000000000001" }
      const now = new Date().toISOString()
      this.#send(client, { t: "welcome", tenant: "demo", principal, now, hbMs: 1000 })
    }
    if (frame.t === "unsubscribe") {
      for (const name of names) this.#watching.get(client)?.delete(name)
      return
    }
    for (const name of names) this.#snapshot(client, name)
  }

  beat(client: WebSocket): void {
    const names = this.#watching.get(client)
    if (names === undefined) return
    const views = Object.fromEntries([...names].map((name) => [name, this.seq(name)]))
    this.#send(client, { t: "hb", now: new Date().toISOString(), views })
  }

  leave(client: WebSocket): void {
    this.#watching.delete(client)
  }

  #view(name: string): FakeView {
    const found = this.#views.get(name) ?? { seq: 0, items: new Map() }
    this.#views.set(name, found)
    return found
  }

  #snapshot(client: WebSocket, view: string): void {
    if (view.startsWith("order/") && !this.#views.has(view)) {
      const detail = "There is no such view"
      this.#send(client, { t: "nack", code: "VIEW_UNKNOWN", detail, meta: { view } })
      return
    }
    this.#watching.get(client)?.add(view)
    const { seq, items } = this.#view(view)
    this.#send(client, {
      t: "snapshot",
      view,
      epoch: "e1",
      seq,
      items: [...items].map(([id, v]) => ({ id, rev: 1, v })),
    })
  }

  #send(client: WebSocket, frame: Json): void {
    client.send(JSON.stringify(frame))
  }
}
