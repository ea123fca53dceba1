import type { FrameSocket } from "#test/bench/load/frame-socket.ts"
import type { BenchRestaurant } from "#test/bench/side/restaurant.ts"
import type { Rig, Side } from "#test/bench/side/rig.ts"
import { openSocket } from "./placing.ts"

/** Screens that watch, and what they have proved: every number once, in order, none left out. */
export interface Screens {
  /** Events that came with another number than the next. */
  readonly gaps: () => number
  readonly close: () => void
}

/** @param onOrder told each order that a screen shows, once for each screen, as soon as its frame is there */
export const watchScreens = async (
  rig: Rig,
  side: Side,
  viewOf: (restaurant: BenchRestaurant) => string,
  onOrder: (orderId: string, text: string) => void,
): Promise<Screens> => {
  let gaps = 0
  const sockets = await Promise.all(
    rig.restaurants.map(async (restaurant) => {
      const socket = await openSocket(side, side.token(restaurant))
      let seq = 0
      socket.onText = (text) => {
        if (text.startsWith('{"t":"snapshot"')) seq = numberAfter(text, '"seq":')
        if (!text.startsWith('{"t":"ev"')) return
        const next = numberAfter(text, '"seq":')
        if (seq !== 0 && next !== seq + 1) gaps += 1
        seq = next
        const at = text.indexOf('"orderId":"')
        if (at >= 0) onOrder(text.slice(at + 11, at + 47), text)
      }
      await watch(side, socket, viewOf(restaurant))
      return socket
    }),
  )
  return {
    gaps: () => gaps,
    close: () => {
      for (const socket of sockets) socket.close()
    },
  }
}

/** Succeeds when the server has surely heard it. */
export const watch = async (side: Side, socket: FrameSocket, view: string): Promise<void> => {
  if (side.name === "floor") {
    socket.send('{"watch":true}')
    await new Promise((resolve) => setTimeout(resolve, 50))
    return
  }
  const onText = socket.onText
  await new Promise<void>((resolve, reject) => {
    socket.onText = (text) => {
      onText(text)
      if (text.startsWith('{"t":"snapshot"')) resolve()
      if (text.startsWith('{"t":"nack"')) reject(new Error(text))
    }
    socket.send(JSON.stringify({ t: "subscribe", views: [{ view }] }))
  })
  socket.onText = onText
}

const numberAfter = (text: string, key: string): number => {
  const at = text.indexOf(key) + key.length
  return Number.parseInt(text.slice(at, at + 12), 10)
}
