import type { Effect, Fiber } from "effect"
import type { CmdFrame, ServerFrame } from "#core/hub/frame.ts"
import { maxCommandsInFlight } from "#core/hub/frame-limits.ts"
import type { Gate } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { answerFrame, noteDefect } from "./command-answer.ts"

export interface CommandingSession {
  readonly gate: Gate["Service"]
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  readonly tell: (frame: ServerFrame) => void
}

/** What one session asked and has not been answered. A command outlives its session: only the answer is lost. */
export class CommandsInFlight {
  readonly #session: CommandingSession
  #count = 0
  #whenDone: (() => void) | undefined

  constructor(session: CommandingSession) {
    this.#session = session
  }

  run({ cid, op, args = {}, ifRev }: CmdFrame, scope: Scope): void {
    const { gate, fork, tell } = this.#session
    const refusal = this.#refusal()
    if (refusal !== undefined) {
      tell({ t: "nack", cid, ...refusal, meta: { retryAfterMs: 250 } })
      return
    }
    this.#count += 1
    const command = { cid, op, args, ...(ifRev === undefined ? {} : { ifRev }) }
    fork(noteDefect(gate.run(scope, command), { cid, op })).addObserver((exit) => {
      this.#count -= 1
      tell(answerFrame(cid, exit))
      if (this.#count === 0) this.#whenDone?.()
    })
  }

  /** Takes no more commands, and calls back once the last one is answered. */
  drain(done: () => void): void {
    this.#whenDone = done
    if (this.#count === 0) done()
  }

  #refusal(): { readonly code: string; readonly detail: string } | undefined {
    if (this.#whenDone !== undefined)
      return { code: "OVERLOADED", detail: "The hub restarts; ask again in a moment" }
    return this.#count < maxCommandsInFlight
      ? undefined
      : { code: "TOO_MANY_COMMANDS", detail: `${maxCommandsInFlight} wait for their answer` }
  }
}
