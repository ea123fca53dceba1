import { Cause, type Effect, Exit, type Fiber, Scope } from "effect"
import type { ViewRef } from "#core/hub/frame.ts"
import { maxViews } from "#core/hub/frame-limits.ts"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope as HubScope } from "#core/hub/scope.ts"
import type { UnknownView, Views, Watch, Watcher } from "#core/hub/view.ts"
import { noteDefect, refusalOf } from "./command-answer.ts"

/** What a session lends to its watches. */
export interface WatchingSession {
  readonly views: Views["Service"]
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  readonly push: (frame: string) => boolean
  /** Tell the client why it does not get a view. */
  readonly refuse: (code: string, detail: string, meta: Readonly<Record<string, unknown>>) => void
}

/** The views that one session watches, each with its own scope. */
export class Watched {
  readonly #session: WatchingSession
  readonly #entries = new Map<string, Entry>()

  constructor(session: WatchingSession) {
    this.#session = session
  }

  /** Watching again is how a client that saw a gap gets itself right. */
  watch(scope: HubScope, ref: ViewRef): void {
    const { views, fork, push, refuse } = this.#session
    if (!this.unwatch(ref.view) && this.#entries.size >= maxViews) {
      refuse("VIEW_LIMIT", `A session may watch ${maxViews} views`, { view: ref.view })
      return
    }
    const entry: Entry = { life: Scope.makeUnsafe(), open: true, watch: undefined, seen: 0 }
    this.#entries.set(ref.view, entry)
    const watcher: Watcher = {
      scope,
      push: (frame) => entry.open && push(frame),
      end: (failure) => {
        if (entry.open) this.#over(ref.view, entry, Cause.fail(failure))
      },
    }
    const asked = views.watch(scope, ref.view, cursorOf(ref), watcher)
    fork(noteDefect(Scope.provide(asked, entry.life), { view: ref.view })).addObserver((exit) =>
      this.#started(ref.view, entry, exit),
    )
  }

  /** Everything once more for somebody whose rights changed: what they may not see any more is refused. */
  again(scope: HubScope): void {
    for (const view of [...this.#entries.keys()]) this.watch(scope, { view })
  }

  /** True when it was watched. */
  unwatch(view: string): boolean {
    const entry = this.#entries.get(view)
    if (entry === undefined) return false
    this.#entries.delete(view)
    this.#end(entry)
    return true
  }

  /** False when this session does not watch the view. */
  seen(view: string, seq: number): boolean {
    const entry = this.#entries.get(view)
    if (entry === undefined) return false
    if (entry.watch === undefined) entry.seen = Math.max(entry.seen, seq)
    else entry.watch.seen(seq)
    return true
  }

  /** Number of every view up to which frames were pushed. */
  seqs(): Record<string, number> {
    const seqs: Record<string, number> = {}
    for (const [view, { watch }] of this.#entries) if (watch !== undefined) seqs[view] = watch.seq()
    return seqs
  }

  close(): void {
    for (const entry of this.#entries.values()) this.#end(entry)
    this.#entries.clear()
  }

  #started(view: string, entry: Entry, exit: Exit.Exit<Watch, UnknownView | CommandFailure>): void {
    if (Exit.isSuccess(exit) && entry.open) {
      entry.watch = exit.value
      if (entry.seen > 0) exit.value.seen(entry.seen)
      return
    }
    if (Exit.isFailure(exit) && entry.open) this.#over(view, entry, exit.cause)
    else this.#end(entry)
  }

  /** The client is told why it sees this view no more, and may ask again. */
  #over(view: string, entry: Entry, cause: Cause.Cause<UnknownView | CommandFailure>): void {
    this.#end(entry)
    if (this.#entries.get(view) === entry) this.#entries.delete(view)
    const { code, detail, meta } = refusalOf(cause)
    this.#session.refuse(code, detail, { ...meta, view })
  }

  // Also after a watch that was still starting: its scope is closed, so whatever it acquires later is released at once.
  #end(entry: Entry): void {
    entry.open = false
    this.#session.fork(Scope.close(entry.life, Exit.void))
  }
}

interface Entry {
  readonly life: Scope.Closeable
  open: boolean
  watch: Watch | undefined
  /** What the client said to have shown before the watch was begun. */
  seen: number
}

const cursorOf = ({ epoch, seq }: ViewRef) => ({
  ...(epoch === undefined ? {} : { epoch }),
  ...(seq === undefined ? {} : { seq }),
})
