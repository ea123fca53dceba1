import { Context, Effect, type Exit, FiberSet, References, type Scope } from "effect"

/**
 * The one bridge from Fastify's callbacks to Effect: every request's fiber belongs to the server, so that a shutdown
 * waits for what it began.
 */
export interface RequestFibers {
  /**
   * Runs until the first wait at once; `done` is called exactly once, maybe before this returns.
   *
   * @returns ends the fiber early: for reads whose caller went away
   */
  readonly run: <A, E>(
    effect: Effect.Effect<A, E>,
    annotations: Readonly<Record<string, unknown>>,
    done: (exit: Exit.Exit<A, E>) => void,
  ) => () => void
  /** Succeeds when nothing runs any more. */
  readonly drained: Effect.Effect<void>
}

export const requestFibers: Effect.Effect<RequestFibers, never, Scope.Scope> = Effect.gen(
  function* () {
    const fibers = yield* FiberSet.make<unknown, unknown>()
    const fork = yield* FiberSet.runtime(fibers)().pipe(Effect.updateContext(withoutServices))
    return {
      run: (effect, annotations, done) => {
        const fiber = fork(
          Effect.provideService(effect, References.CurrentLogAnnotations, annotations),
        )
        fiber.addObserver(done)
        return () => fiber.interruptUnsafe()
      },
      drained: FiberSet.awaitEmpty(fibers),
    }
  },
)

/**
 * Loggers, levels and clock stay. Routes hold their services already, and a fiber that carries all of the hub's along
 * copies them whenever it enters a plugin.
 */
const withoutServices = (context: Context.Context<never>): Context.Context<never> =>
  Context.makeUnsafe(new Map([...context.mapUnsafe].filter(([key]) => !key.startsWith("heard/"))))
