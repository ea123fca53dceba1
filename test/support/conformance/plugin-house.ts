import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { type House, newHouse } from "#test/support/two-houses.ts"

/** An answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly text: string
  /** Undefined when the text is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined
}

/** A restaurant, and its owner at the REST of the hub. */
export interface PluginHouse {
  readonly tenantId: TenantId
  readonly slug: string
  readonly owner: Scope
  /** @param path after `/api` */
  readonly ask: (method: string, path: string, body?: unknown) => Promise<WireAnswer>
}

const answerWithinMs = 15_000

/** A new restaurant with these plugins and what they require, seeded as the demo is. */
export const founded = (plugins: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    const house = yield* newHouse()
    yield* (yield* PluginLifecycle).provision(house.tenantId, plugins, "demo")
    return house
  })

export const pluginHouse = (
  url: string,
  { tenantId, slug, owner, ownerToken }: House,
): PluginHouse => ({
  tenantId,
  slug,
  owner,
  ask: async (method, path, body) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${ownerToken}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    })
    const text = await response.text()
    return { status: response.status, text, json: jsonOf(text) }
  },
})

const jsonOf = (text: string): WireAnswer["json"] => {
  if (!text.startsWith("{")) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
