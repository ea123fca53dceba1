import { chanceOf } from "./service-random.ts"

/** What is wrong with one direction of a connection. */
export interface LaneFaults {
  /** Every piece is late by this, and by up to `jitterMs` more, drawn for each; the order stays. */
  readonly latencyMs: number
  readonly jitterMs: number
  /** Absent: as fast as the wire. */
  readonly bytesPerSecond?: number
  /** After so many bytes nothing more passes this way and nobody is told; the other way goes on. */
  readonly stallsAfter?: number
}

/** Up goes from the device to the hub. */
export type Lane = "up" | "down"

/**
 * fin: both sides are told in good order · reset: both find the connection broken · halfOpen: nothing passes any more,
 * and neither side is told, as when an access point lost its power
 */
export type ConnectionEnd = {
  readonly how: "fin" | "reset" | "halfOpen"
  readonly lane: Lane
  /** Of that lane, counted from the first byte of the connection: they still pass, the next does not. */
  readonly afterBytes: number
}

/** Everything that is wrong with one connection. */
export interface ConnectionFaults {
  readonly refused: boolean
  /** The device believes itself connected for so long before the hub hears of it, in milliseconds. */
  readonly acceptAfterMs: number
  readonly up: LaneFaults
  readonly down: LaneFaults
  readonly end?: ConnectionEnd
}

export const soundLane: LaneFaults = { latencyMs: 0, jitterMs: 0 }

/** A connection as on a bench: nothing is wrong. */
export const soundConnection: ConnectionFaults = {
  refused: false,
  acceptAfterMs: 0,
  up: soundLane,
  down: soundLane,
}

/** How bad a network is. Probabilities are of each connection, 0 to 1; the rest are upper limits of what is drawn. */
export interface Weather {
  readonly refused: number
  readonly lateAccept: number
  readonly acceptWithinMs: number
  /** Per direction. */
  readonly slow: number
  readonly latencyMs: number
  readonly jitterMs: number
  readonly bytesPerSecond: number
  readonly stalls: number
  /** How connections end that nobody hung up, by weight. */
  readonly ends: Readonly<Record<ConnectionEnd["how"], number>>
  /** Where in its two directions a connection ends or stalls, in bytes. */
  readonly upBytes: number
  readonly downBytes: number
}

/** What goes wrong with the n-th connection: the same seed makes the same day. */
export const faultPlan =
  (seed: number, weather: Weather) =>
  (n: number): ConnectionFaults => {
    const chance = chanceOf(Math.imul(seed, 1_000_003) + n)
    const bytesOf = (lane: Lane) =>
      chance.between(0, lane === "up" ? weather.upBytes : weather.downBytes)
    const lane = (of: Lane): LaneFaults => {
      const stallsAfter = chance.happens(weather.stalls) ? bytesOf(of) : undefined
      const slow = chance.happens(weather.slow)
      return {
        latencyMs: slow ? chance.between(0, weather.latencyMs) : 0,
        jitterMs: slow ? chance.between(0, weather.jitterMs) : 0,
        ...(slow ? { bytesPerSecond: chance.between(1_000, weather.bytesPerSecond) } : {}),
        ...(stallsAfter === undefined ? {} : { stallsAfter }),
      }
    }
    const draw = chance.draw()
    const { fin, reset } = weather.ends
    const how = draw < fin ? "fin" : draw < fin + reset ? "reset" : "halfOpen"
    const ends = draw < fin + reset + weather.ends.halfOpen
    const endLane: Lane = chance.happens(0.2) ? "up" : "down"
    return {
      refused: chance.happens(weather.refused),
      acceptAfterMs: chance.happens(weather.lateAccept)
        ? chance.between(1, weather.acceptWithinMs)
        : 0,
      up: lane("up"),
      down: lane("down"),
      ...(ends ? { end: { how, lane: endLane, afterBytes: bytesOf(endLane) } } : {}),
    }
  }

/** One line for whoever has to repeat it. */
export const faultsText = ({ refused, acceptAfterMs, up, down, end }: ConnectionFaults): string =>
  refused
    ? "refused"
    : [
        ...(acceptAfterMs > 0 ? [`accepted after ${acceptAfterMs} ms`] : []),
        ...laneText("up", up),
        ...laneText("down", down),
        ...(end === undefined ? [] : [`${end.how} after ${end.afterBytes} bytes ${end.lane}`]),
      ].join(", ") || "sound"

const laneText = (
  lane: Lane,
  { latencyMs, jitterMs, bytesPerSecond, stallsAfter }: LaneFaults,
): ReadonlyArray<string> => [
  ...(latencyMs + jitterMs > 0 ? [`${lane} ${latencyMs}+${jitterMs} ms late`] : []),
  ...(bytesPerSecond === undefined ? [] : [`${lane} at ${bytesPerSecond} B/s`]),
  ...(stallsAfter === undefined ? [] : [`${lane} stalls after ${stallsAfter} bytes`]),
]
