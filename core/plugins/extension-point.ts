import { Context, Effect, Layer, type Scope } from "effect"
import { TenantContext } from "./tenant-context.ts"

/** A place where other plugins add something to one plugin: a service in the contract of the plugin that owns it. */
export interface ExtensionPoint<A> {
  /** Undone when the extender's instance shuts down. Called from its `tenant` layer. */
  readonly register: (
    contribution: A,
  ) => Effect.Effect<void, never, TenantContext | Extenders | Scope.Scope>
  /**
   * What the plugins that this restaurant uses at this moment contribute, by plugin, in the order in which each
   * registered. One that does not start contributes nothing. Not to be asked while the owner itself starts.
   */
  readonly all: Effect.Effect<ReadonlyArray<A>>
}

/** Which point it is, for the compiler: two points for the same kind of thing are not the same. */
export interface ExtensionOf<Key extends string> {
  readonly extensionOf: Key
}

/**
 * ```ts
 * // contract.ts of the owner, which lists it in `provides` and has `extensionPointLayer(ProductNames)` in its `tenant`
 * export const ProductNames = extensionPoint<NameOf>()("heard/catalog_product/ProductNames")
 * // tenant layer of an extender, which lists it in `needs`
 * Layer.effectDiscard(Effect.flatMap(ProductNames, (names) => names.register(nameOf)))
 * ```
 */
export const extensionPoint =
  <A>() =>
  <const Key extends string>(key: Key): Context.Service<ExtensionOf<Key>, ExtensionPoint<A>> =>
    Context.Service<ExtensionOf<Key>, ExtensionPoint<A>>(key)

/** Who may contribute to the points of a restaurant's plugins: what the hub knows and a point must ask. */
export class Extenders extends Context.Service<
  Extenders,
  {
    /** Starts those that need the point and do not run. */
    readonly start: (point: string) => Effect.Effect<void>
    readonly enabled: (plugin: string) => boolean
  }
>()("heard/Extenders") {}

/** The point itself, one for each restaurant. */
export const extensionPointLayer = <Key extends string, A>(
  point: Context.Service<ExtensionOf<Key>, ExtensionPoint<A>>,
): Layer.Layer<ExtensionOf<Key>, never, Extenders> =>
  Layer.effect(
    point,
    Effect.map(Extenders, (extenders) => {
      const contributions = new Set<Contribution<A>>()
      return {
        register: (value) =>
          Effect.flatMap(TenantContext, (instance) =>
            Effect.asVoid(
              Effect.acquireRelease(
                Effect.sync(() => {
                  const contribution = { instance, value }
                  contributions.add(contribution)
                  return contribution
                }),
                (contribution) => Effect.sync(() => contributions.delete(contribution)),
              ),
            ),
          ),
        all: Effect.andThen(
          extenders.start(point.key),
          Effect.sync(() => standing([...contributions], extenders.enabled)),
        ),
      }
    }),
  )

interface Contribution<A> {
  /** The extender's instance, the very object. */
  readonly instance: TenantContext["Service"]
  readonly value: A
}

/**
 * An instance that was replaced, or whose plugin was disabled, lives on while its last requests finish: what it
 * contributed counts no more.
 */
const standing = <A>(
  contributions: ReadonlyArray<Contribution<A>>,
  enabled: (plugin: string) => boolean,
): ReadonlyArray<A> => {
  const newest = new Map(contributions.map(({ instance }) => [instance.pluginKey, instance]))
  return [...newest]
    .filter(([plugin]) => enabled(plugin))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, current]) =>
      contributions.filter(({ instance }) => instance === current).map(({ value }) => value),
    )
}
