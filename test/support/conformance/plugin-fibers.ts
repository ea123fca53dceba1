import { Context, type Exit, type Metric } from "effect"
import { TenantContext } from "#core/plugins/tenant-context.ts"

/** Counts the fibers that run in the instances of each plugin: they know for whom they run by their context. */
export class PluginFibers implements Metric.FiberRuntimeMetricsService {
  readonly #running = new Map<string, number>()

  of(plugin: string): number {
    return this.#running.get(plugin) ?? 0
  }

  recordFiberStart(context: Context.Context<never>): void {
    this.#count(context, 1)
  }

  recordFiberEnd(context: Context.Context<never>, _exit: Exit.Exit<unknown, unknown>): void {
    this.#count(context, -1)
  }

  #count(context: Context.Context<never>, by: 1 | -1): void {
    const instance = Context.getOrUndefined(
      context as Context.Context<TenantContext>,
      TenantContext,
    )
    if (instance === undefined) return
    this.#running.set(instance.pluginKey, this.of(instance.pluginKey) + by)
  }
}
