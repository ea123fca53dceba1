import type { Effect, Fiber } from "effect"
import type { DeviceTroubles } from "#core/hub/device-troubles.ts"
import type { HelloFrame } from "#core/hub/frame.ts"
import type { Gate } from "#core/hub/gate.ts"
import type { Presence } from "#core/hub/presence.ts"
import type { Scope as HubScope } from "#core/hub/scope.ts"
import type { Views } from "#core/hub/view.ts"
import type { RateLimits } from "#core/limits/rate-limits.ts"
import type { Rate } from "#core/limits/token-bucket.ts"
import type { DeviceCredentials } from "#core/security/device-credentials.ts"
import type { Tokens } from "#core/security/tokens.ts"
import type { Session } from "./session.ts"

/** What every session of this process shares. */
export interface SessionHost {
  readonly gate: Gate["Service"]
  readonly views: Views["Service"]
  readonly tokens: Tokens["Service"]
  readonly presence: Presence["Service"]
  /** What devices say about themselves. */
  readonly credentials: Pick<DeviceCredentials["Service"], "heardFrom">
  /** What is refused of them. */
  readonly troubles: DeviceTroubles["Service"]
  readonly heartbeatMs: number
  /** What its user or device may ask, over this and every other wire. */
  readonly rateLimits: RateLimits["Service"]
  /** Frames that one connection may send. */
  readonly frames: Rate
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  /**
   * The session's credential was accepted: from now on it is its device's newest connection. False: it comes too late,
   * and was told so.
   */
  readonly arrived: (session: Session, scope: HubScope, hello: HelloFrame) => boolean
  readonly left: (session: Session) => void
}
