import { Cause, Exit, Result, Scope } from "effect"
import {
  type ClientFrame,
  decodeFrame,
  encodeFrame,
  type FrameProblem,
  type HelloFrame,
  type ServerFrame,
} from "#core/hub/frame.ts"
import { maxFrameBytes, proto } from "#core/hub/frame-limits.ts"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope as HubScope } from "#core/hub/scope.ts"
import { TokenBucket } from "#core/limits/token-bucket.ts"
import type { Unauthorized } from "#core/security/tokens.ts"
import { type Admission, admit, onlyAsksForViews, samePrincipal } from "./admission.ts"
import { noteDefect } from "./command-answer.ts"
import { CommandsInFlight } from "./commands-in-flight.ts"
import { noteHello, noteRefused } from "./device-notes.ts"
import { limitKindOf } from "./limit-kind.ts"
import type { SessionHost } from "./session-host.ts"
import type { Live, SessionState } from "./session-state.ts"
import { Watched } from "./watched.ts"
import type { Wire } from "./wire.ts"

/** Frames that may wait for the credential. */
const maxWaiting = 64
/** Unreadable frames in a row, and frames in a row that came too fast, before the session ends. */
const maxStrikes = 20
const maxRefused = 1_000

/**
 * The protocol of contract §3 for one client, on any transport. It decides nothing about orders: it checks who speaks,
 * passes on what is asked and says what became of it.
 */
export class Session {
  readonly openedAt = performance.now()
  readonly #wire: Wire
  readonly #host: SessionHost
  readonly #watched: Watched
  readonly #commands: CommandsInFlight
  readonly #bucket: TokenBucket
  #state: SessionState = { is: "greeting" }
  #strikes = 0
  #refused = 0

  constructor(wire: Wire, host: SessionHost) {
    this.#wire = wire
    this.#host = host
    this.#bucket = new TokenBucket(host.frames, this.openedAt)
    this.#commands = new CommandsInFlight({
      gate: host.gate,
      fork: host.fork,
      tell: (frame) => this.#tell(frame),
    })
    this.#watched = new Watched({
      views: host.views,
      fork: host.fork,
      push: (frame) => this.#state.is === "live" && wire.send(frame),
      refuse: (code, detail, meta) => this.#nack(undefined, code, detail, meta),
    })
  }

  get live(): boolean {
    return this.#state.is === "live"
  }

  /** One frame: its text, or on socket.io its JSON. */
  receive(input: unknown): void {
    if (this.#state.is === "closed") return
    const decoded = decodeFrame(input)
    if (Result.isFailure(decoded)) {
      this.#unreadable(decoded.failure)
      return
    }
    this.#strikes = 0
    const waitMs = this.#bucket.take(this.#host.frames, performance.now())
    if (waitMs > 0) this.#tooFast(decoded.success, waitMs)
    else this.#handle(decoded.success)
  }

  /** Something that is no frame: binary, not UTF-8, or too long. `told`: the transport says so itself, and closes. */
  garbage(code: "FRAME_INVALID" | "FRAME_TOO_LARGE", detail: string, told = false): void {
    if (told) noteRefused(this.#host, this.#state, code, detail)
    else this.#strike(undefined, code, detail, { maxBytes: maxFrameBytes })
  }

  /** @param now the hub's clock, ISO 8601 */
  beat(now: string): void {
    this.#wire.probe()
    const state = this.#state
    if (state.is !== "live" || this.#expired(state)) return
    this.#tell({ t: "hb", now, views: this.#watched.seqs() })
  }

  /** Somebody's rights changed: if it were this client's, it must not see or do more than they allow now. */
  recheck(): void {
    if (this.#state.is === "live") this.#scopeNow(this.#state)
  }

  /** Says goodbye as soon as the commands that are on their way are answered. */
  drain(): void {
    this.#commands.drain(() => this.restart())
  }

  restart(): void {
    this.bye("SERVER_RESTART", "The hub restarts; come back in a moment", true)
  }

  bye(code: string, detail: string, retry: boolean, retryAfterMs?: number): void {
    if (this.#state.is === "closed") return
    const wait = retryAfterMs === undefined ? {} : { retryAfterMs }
    this.#tell({ t: "bye", code, detail, retry, ...wait })
    this.ended()
    this.#wire.close()
  }

  /** The connection is gone, whoever closed it. */
  ended(): void {
    const state = this.#state
    if (state.is === "closed") return
    this.#state = { is: "closed" }
    this.#watched.close()
    if (state.is === "live") this.#host.fork(Scope.close(state.life, Exit.void))
    this.#host.left(this)
  }

  #handle(frame: ClientFrame): void {
    const state = this.#state
    if (state.is === "live" && !this.#withinLimits(frame, state.scope)) return
    if (frame.t === "hello") this.#hello(frame)
    else if (state.is === "greeting")
      this.bye("HELLO_EXPECTED", "The first frame must be a hello", true)
    else if (state.is === "verifying") this.#putAside(state.waiting, frame)
    else if (state.is === "live" && !this.#expired(state)) {
      // Asked for each message: a right that was taken away counts from the next one.
      const scope = this.#scopeNow(state)
      if (scope !== undefined) this.#obey(frame, scope)
    }
  }

  #withinLimits(frame: ClientFrame, scope: HubScope): boolean {
    const waitMs = this.#host.rateLimits.take(limitKindOf(frame), scope, this.#wire.address)
    if (waitMs > 0) this.#tooFast(frame, waitMs)
    else this.#refused = 0
    return waitMs === 0
  }

  #putAside(waiting: Array<ClientFrame>, frame: ClientFrame): void {
    if (waiting.length < maxWaiting) waiting.push(frame)
    else this.bye("HELLO_EXPECTED", "Wait for the welcome", true)
  }

  #obey(frame: Exclude<ClientFrame, HelloFrame>, scope: HubScope): void {
    switch (frame.t) {
      case "cmd":
        this.#commands.run(frame, scope)
        break
      case "seen":
        if (!this.#watched.seen(frame.view, frame.seq))
          this.#nack(undefined, "VIEW_NOT_WATCHED", "This session does not watch the view", {
            view: frame.view,
          })
        break
      case "subscribe":
        for (const ref of frame.views) this.#watched.watch(scope, ref)
        break
      case "unsubscribe":
        for (const view of frame.views) this.#watched.unwatch(view)
        break
    }
  }

  // A second hello renews the token, asks for views again, or both.
  #hello(hello: HelloFrame): void {
    const state = this.#state
    if (hello.proto !== proto)
      this.bye("PROTO_UNSUPPORTED", `This hub speaks protocol ${proto}`, false)
    else if (state.is === "verifying") this.#putAside(state.waiting, hello)
    else if (state.is === "live" && onlyAsksForViews(hello, state.scope)) {
      const scope = this.#scopeNow(state)
      if (scope !== undefined) this.#welcome(scope, hello)
    } else {
      const waiting: Array<ClientFrame> = []
      if (state.is === "greeting") this.#state = { is: "verifying", waiting }
      const { fork, tokens } = this.#host
      fork(noteDefect(admit(tokens, this.#wire, hello), { frame: "hello" })).addObserver((exit) => {
        if (Exit.isSuccess(exit)) this.#admitted(hello, exit.value)
        else this.#turnedAway(exit.cause)
        for (const frame of waiting) this.#handle(frame)
      })
    }
  }

  #admitted(hello: HelloFrame, admission: Admission): void {
    const state = this.#state
    const { scope } = admission
    if (state.is === "closed") return
    if (state.is === "live") {
      if (!samePrincipal(state.scope, scope)) {
        this.bye("AUTH_INVALID", "The new token belongs to somebody else", false)
        return
      }
      this.#state = { ...state, ...admission }
    } else {
      const { arrived, fork, presence } = this.#host
      if (!arrived(this, scope, hello)) return
      const life = Scope.makeUnsafe()
      this.#state = { is: "live", ...admission, life }
      const { kind, address } = this.#wire
      fork(Scope.provide(presence.arrive(scope, { wire: kind, address }), life))
    }
    noteHello(this.#host, scope, hello)
    this.#welcome(scope, hello)
  }

  #turnedAway(cause: Cause.Cause<Unauthorized | Outage>): void {
    const refusal = cause.reasons.find(Cause.isFailReason)?.error
    const unknown = refusal?._tag !== "Unauthorized"
    // Guessing is as slow as anything else that did not sign in.
    const waitMs = unknown ? 0 : this.#host.rateLimits.takeAnonymous(this.#wire.address)
    if (unknown) this.bye("OUTAGE", "The hub cannot check the token now", true)
    else if (waitMs > 0) this.bye("RATE_LIMITED", "Too many wrong tokens; wait", true, waitMs)
    else this.bye("AUTH_INVALID", refusal.detail, false)
  }

  #welcome({ tenantId, principal }: HubScope, { views = [] }: HelloFrame): void {
    this.#tell({
      t: "welcome",
      tenant: tenantId,
      principal: { kind: principal.kind, id: principal.id },
      now: new Date().toISOString(),
      hbMs: this.#host.heartbeatMs,
    })
    const state = this.#state
    if (state.is === "live") for (const ref of views) this.#watched.watch(state.scope, ref)
  }

  /** What the client may do by now; nothing when its session is over, which it was told then. */
  #scopeNow(state: Live): HubScope | undefined {
    const scope = this.#host.tokens.now(state.scope)
    if (scope === state.scope) return scope
    if (scope === "over") this.bye("AUTH_INVALID", "This session has ended: sign in again", false)
    else if (scope === "unknown") this.bye("AUTH_EXPIRED", "Say hello again with a token", true)
    else {
      this.#state = { ...state, scope }
      this.#watched.again(scope)
    }
    return typeof scope === "string" ? undefined : scope
  }

  #expired(admission: Admission): boolean {
    if (admission.expiresAt > Date.now()) return false
    this.bye("AUTH_EXPIRED", "The token has ended; come back with a new one", true)
    return true
  }

  #tooFast(frame: ClientFrame, retryAfterMs: number): void {
    this.#refused += 1
    const detail = "Too many frames in a short time"
    if (this.#refused > maxRefused) this.bye("RATE_LIMITED", detail, true, retryAfterMs)
    else
      this.#nack(frame.t === "cmd" ? frame.cid : undefined, "RATE_LIMITED", detail, {
        retryAfterMs,
      })
  }

  #unreadable({ code, issues, cid, view }: FrameProblem): void {
    // A `bye` has nothing but its detail: it names the field.
    const { path, message } = issues[0] ?? { path: "", message: "Not a frame" }
    const detail = path === "" ? message : `${path}: ${message}`
    this.#strike(cid, code, detail, {
      issues,
      ...(view === undefined ? {} : { view }),
    })
  }

  #strike(
    cid: string | undefined,
    code: string,
    detail: string,
    meta: Readonly<Record<string, unknown>>,
  ): void {
    this.#strikes += 1
    if (this.#state.is === "greeting" || this.#strikes > maxStrikes) this.bye(code, detail, false)
    else this.#nack(cid, code, detail, meta)
  }

  #nack(
    cid: string | undefined,
    code: string,
    detail: string,
    meta: Readonly<Record<string, unknown>>,
  ): void {
    noteRefused(this.#host, this.#state, code, detail)
    this.#tell({ t: "nack", ...(cid === undefined ? {} : { cid }), code, detail, meta })
  }

  #tell(frame: ServerFrame): void {
    if (this.#state.is !== "closed") this.#wire.send(encodeFrame(frame))
  }
}
