import { FrameSocket } from "#test/bench/load/frame-socket.ts"
import { HttpClient } from "#test/bench/load/http-client.ts"
import type { Load } from "#test/bench/load/measured.ts"
import { type BenchRestaurant, newOrder } from "#test/bench/side/restaurant.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"

/** Places one order an operation, restaurants in turn, and remembers what was acknowledged. */
export interface Placing extends Load {
  /** Ids of acknowledged orders since the last look. */
  readonly acknowledged: Array<string>
  readonly close: () => void
}

const httpConnections = 64

/** @param onPlaced told the id and restaurant of each order just before it is sent */
export const placeOverRest = async (
  rig: Rig,
  side: Side,
  options: {
    readonly restaurants?: number
    readonly more?: string
    readonly linesOf?: (restaurant: BenchRestaurant) => string
    readonly onPlaced?: (id: string, restaurant: BenchRestaurant) => void
  } = {},
): Promise<Placing> => {
  const http = await HttpClient.open(side.port, httpConnections)
  const acknowledged: Array<string> = []
  const restaurants = rig.restaurants.slice(0, options.restaurants ?? rig.restaurants.length)
  return {
    serverPid: side.child.pid,
    postgresPid: rig.database.pid,
    acknowledged,
    operation: async (n) => {
      const restaurant = restaurants[n % restaurants.length]
      if (restaurant === undefined) return
      const lines = options.linesOf?.(restaurant) ?? restaurant.lines
      const { id, body } = newOrder({ lines }, options.more)
      options.onPlaced?.(id, restaurant)
      const { status, body: text } = await http.post(side.ordersPath, side.token(restaurant), body)
      if (status !== 201) throw new Error(`${status} ${text}`)
      acknowledged.push(id)
    },
    close: () => http.close(),
  }
}

const socketsPerRestaurant = 2

export const placeOverSockets = async (rig: Rig, side: Side): Promise<Placing> => {
  const acknowledged: Array<string> = []
  const waiting = new Map<string, () => void>()
  const speakers = await Promise.all(
    rig.restaurants.flatMap((restaurant) =>
      Array.from({ length: socketsPerRestaurant }, async () => {
        const socket = await openSocket(side, side.token(restaurant))
        socket.onText = (text) => {
          if (!text.startsWith(ackStart)) return
          const cid = text.slice(ackStart.length, ackStart.length + 36)
          acknowledged.push(cid)
          waiting.get(cid)?.()
          waiting.delete(cid)
        }
        return { socket, restaurant }
      }),
    ),
  )
  return {
    serverPid: side.child.pid,
    postgresPid: rig.database.pid,
    acknowledged,
    operation: (n) =>
      new Promise((resolve) => {
        const speaker = speakers[n % speakers.length]
        if (speaker === undefined) return
        const { id, body } = newOrder(speaker.restaurant)
        waiting.set(id, resolve)
        speaker.socket.send(
          side.name === "hub"
            ? `{"t":"cmd","cid":"${id}","op":"placeOrder","args":${body}}`
            : `{"order":${body}}`,
        )
      }),
    close: () => {
      for (const { socket } of speakers) socket.close()
    },
  }
}

const ackStart = '{"t":"ack","cid":"'

/** A socket that is signed in and, on the hub, welcomed. */
export const openSocket = async (
  side: Side,
  token: string,
  views: ReadonlyArray<string> = [],
): Promise<FrameSocket> => {
  const socket = await FrameSocket.open(side.port, side.name === "hub" ? "/ws" : "/", {
    authorization: `Bearer ${token}`,
    ...(side.name === "hub" ? { "sec-websocket-protocol": "heard.v1" } : {}),
  })
  if (side.name === "floor") return socket
  const welcomed = new Promise<void>((resolve, reject) => {
    socket.onText = (text) => {
      if (text.startsWith('{"t":"bye"')) reject(new Error(text))
      if (text.startsWith('{"t":"welcome"')) resolve()
    }
  })
  socket.send(JSON.stringify({ t: "hello", proto: 1, views: views.map((view) => ({ view })) }))
  await welcomed
  return socket
}
