import { Context, type Effect, type Scope as EffectScope, Schema } from "effect"
import type { CommandFailure } from "./gate.ts"
import type { Scope } from "./scope.ts"

/** Nobody of this tenant has a view of that name. Also the answer for another tenant's: no difference shows. */
export class UnknownView extends Schema.TaggedError<UnknownView>()("UnknownView", {
  view: Schema.String,
}) {}

/** Where a client stands in a view it saw before; without `epoch` it knows nothing. */
export interface ViewCursor {
  readonly epoch?: string
  readonly seq?: number
}

/**
 * Who watches a view: one connected device. The view calls `push` with whole frames, already encoded as JSON, in order
 * and without a gap. `push` must not block; when the device cannot keep up it returns false, the view lets it go and
 * calls nothing more (the edge closes it, the client resumes).
 */
export interface Watcher {
  readonly scope: Scope
  readonly push: (frame: string) => boolean
  /**
   * The view ended by itself (its plugin was disabled, what it shows was deleted, it cannot be read any more): nothing
   * more comes, and why.
   */
  readonly end?: (failure: CommandFailure | UnknownView) => void
}

export interface Watch {
  /** The view's number up to which frames were pushed to this watcher; goes into `hb`. */
  readonly seq: () => number
  /** This device has shown everything up to `seq`. Numbers that were never sent are ignored. */
  readonly seen: (seq: number) => void
}

/** Named, numbered pictures (contract §3): `screen/{id}`, `floor`, `menu`, `board/{id}`, `order/{id}`, `printer/{id}`, `devices`. */
export class Views extends Context.Service<
  Views,
  {
    /**
     * Pushes first a `snapshot` or, when that is smaller and possible, `resumed`; then every `ev`. The watch ends with
     * the surrounding scope.
     */
    readonly watch: (
      scope: Scope,
      view: string,
      cursor: ViewCursor,
      watcher: Watcher,
    ) => Effect.Effect<Watch, UnknownView | CommandFailure, EffectScope.Scope>
  }
>()("heard/Views") {}
