import type { Server } from "node:http"
import { Effect, FiberSet, type Scope } from "effect"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { heartbeatMs } from "#core/hub/frame-limits.ts"
import { Gate } from "#core/hub/gate.ts"
import { Presence } from "#core/hub/presence.ts"
import { Views } from "#core/hub/view.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import type { Rate } from "#core/limits/token-bucket.ts"
import { DeviceCredentials, type DeviceOver } from "#core/security/device-credentials.ts"
import { Tokens } from "#core/security/tokens.ts"
import { Session } from "./session.ts"
import type { SessionHost } from "./session-host.ts"
import { Sessions } from "./sessions.ts"
import { attachSocketIo } from "./socketio-edge.ts"
import type { Wire } from "./wire.ts"
import { attachWs } from "./ws-edge.ts"

export interface SocketOptions {
  /** Origins besides the hub's own whose pages may connect (`CORS_ORIGINS`). Default: none. */
  readonly origins?: ReadonlyArray<string>
  /** Frames that one connection may send, whoever speaks on it. */
  readonly frames?: Rate
  /** Milliseconds between two heartbeats. */
  readonly heartbeatMs?: number
  /** Milliseconds that a new connection has for its hello. */
  readonly helloWithinMs?: number
}

export interface AttachedSockets {
  /** How many connections there are now. */
  readonly count: () => number
  /** Ends a device's connection because its rights are gone. True when it had one. */
  readonly dismiss: (tenantId: string, deviceId: string, code: string, detail: string) => boolean
}

/** Far above what a waiter's thumb or a busy screen needs, far below what would hurt the others. */
const generous: Rate = { perMinute: 3_000, burst: 200 }

const tickMs = 50

/** What a device hears whose connection has to end. */
const farewells: Readonly<Record<DeviceOver, readonly [code: string, detail: string]>> = {
  suspended: ["DEVICE_SUSPENDED", "This device is suspended until a manager lets it work again"],
  revoked: ["DEVICE_REVOKED", "This device was taken out of service"],
  rotated: ["AUTH_INVALID", "This device has another secret: pair it again"],
}

/**
 * The socket protocol on an existing HTTP server, by both transports, until the scope closes: then every client hears a
 * goodbye first, and commands on their way are answered.
 */
export const attachSockets = (
  server: Server,
  options: SocketOptions = {},
): Effect.Effect<
  AttachedSockets,
  never,
  Gate | Views | Tokens | DeviceCredentials | DeviceTroubles | Presence | RateLimits | Scope.Scope
> =>
  Effect.gen(function* () {
    const fibers = yield* FiberSet.make<unknown, unknown>()
    const fork = yield* FiberSet.runtime(fibers)()
    const times = {
      heartbeatMs: options.heartbeatMs ?? heartbeatMs,
      helloWithinMs: options.helloWithinMs ?? 10_000,
    }
    const sessions = new Sessions(times)
    const host: SessionHost = {
      gate: yield* Gate,
      views: yield* Views,
      tokens: yield* Tokens,
      presence: yield* Presence,
      credentials: yield* DeviceCredentials,
      troubles: yield* DeviceTroubles,
      heartbeatMs: times.heartbeatMs,
      rateLimits: yield* RateLimits,
      frames: options.frames ?? generous,
      fork,
      arrived: (session, scope, hello) => sessions.arrived(session, scope, hello),
      left: (session) => sessions.left(session),
    }
    // Before its session is looked at again: the device hears why.
    yield* (yield* DeviceCredentials).whenChanged(({ tenantId, deviceId, over }) => {
      if (over !== undefined) sessions.dismiss(tenantId, deviceId, ...farewells[over])
    })
    yield* host.tokens.whenChanged(() => sessions.recheck())
    let admitting = true
    const edge = {
      origins: options.origins ?? [],
      admitting: () => admitting,
      open: (wire: Wire) => {
        const session = new Session(wire, host)
        sessions.opened(session)
        return session
      },
    }
    yield* attachWs(server, edge)
    yield* attachSocketIo(server, edge)
    yield* Effect.acquireRelease(
      Effect.sync(() => setInterval(() => sessions.tick(), tickMs)),
      (timer) => Effect.sync(() => clearInterval(timer)),
    )
    yield* Effect.addFinalizer(() => {
      admitting = false
      return sessions.drain
    })
    return {
      count: () => sessions.size,
      dismiss: (tenantId, deviceId, code, detail) =>
        sessions.dismiss(tenantId, deviceId, code, detail),
    }
  })
