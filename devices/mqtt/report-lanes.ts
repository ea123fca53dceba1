import { Clock, Effect, FiberSet, Semaphore } from "effect"
import { type Rate, TokenBucket } from "#core/limits/token-bucket.ts"

/**
 * One lane per device: what one device says is dealt with in its order and at its own pace, while lanes run side by
 * side. However much one device says, another's next report waits for nobody but the few that are being dealt with.
 */
export interface Lanes<A> {
  /** False when this device's lane is full: the message is not taken. */
  readonly offer: (device: string, message: A) => boolean
  /** How many messages wait or are being dealt with, of all devices. */
  readonly held: () => number
  /** Resolves when fewer than the most messages are held. */
  readonly room: () => Promise<void>
}

export interface LanesOptions<A> {
  readonly handle: (message: A) => Effect.Effect<void>
  /** Lanes at work at the same time. */
  readonly concurrency: number
  /** Messages that may wait in one lane. */
  readonly laneLength: number
  /** Messages that may wait in all lanes before {@link Lanes.room} holds back. */
  readonly most: number
  /** Of one device; what comes faster waits in its lane. */
  readonly rate: Rate
  /** Devices whose share is remembered while they say nothing. */
  readonly remembered: number
}

interface Lane<A> {
  readonly waiting: Array<A>
  readonly share: TokenBucket
  atWork: boolean
}

export const makeLanes = Effect.fnUntraced(function* <A>(options: LanesOptions<A>) {
  const lanes = new Map<string, Lane<A>>()
  const run = yield* FiberSet.makeRuntime()
  const clock = yield* Clock.Clock
  const turns = yield* Semaphore.make(options.concurrency)
  let held = 0
  let blocked: Array<() => void> = []

  const work = (device: string, lane: Lane<A>) =>
    Effect.gen(function* () {
      for (let message = lane.waiting[0]; message !== undefined; message = lane.waiting[0]) {
        const waitMs = lane.share.reserve(options.rate, yield* Clock.currentTimeMillis)
        // A sleep of nothing still costs a turn of the timer, a millisecond on the way of every paper.
        if (waitMs > 0) yield* Effect.sleep(waitMs)
        yield* turns.withPermit(options.handle(message))
        lane.waiting.shift()
        held -= 1
        unblock()
      }
    }).pipe(
      Effect.ensuring(
        Effect.sync(() => {
          held -= lane.waiting.length
          lane.waiting.length = 0
          lane.atWork = false
          lanes.delete(device)
          lanes.set(device, lane)
          forgetQuietest()
          unblock()
        }),
      ),
    )

  const unblock = () => {
    if (held >= options.most) return
    const waiting = blocked
    blocked = []
    for (const go of waiting) go()
  }

  const forgetQuietest = () => {
    if (lanes.size <= options.remembered) return
    for (const [device, lane] of lanes) {
      if (lane.atWork) continue
      lanes.delete(device)
      return
    }
  }

  return {
    offer: (device, message) => {
      const lane = lanes.get(device) ?? {
        waiting: [],
        share: new TokenBucket(options.rate, clock.currentTimeMillisUnsafe()),
        atWork: false,
      }
      if (lane.waiting.length >= options.laneLength) return false
      lanes.set(device, lane)
      lane.waiting.push(message)
      held += 1
      if (!lane.atWork) {
        lane.atWork = true
        run(work(device, lane))
      }
      return true
    },
    held: () => held,
    room: () =>
      held < options.most ? Promise.resolve() : new Promise((resolve) => blocked.push(resolve)),
  } satisfies Lanes<A>
})
