import { Context, type Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { LogUnavailable } from "#core/log/event-log.ts"

/** One restaurant as the hub knows it before any of its data is touched. */
export interface Tenant {
  readonly id: TenantId
  /** Short name in lower case, unique; what people sign in with. */
  readonly slug: string
  readonly name: string
  /** ISO 4217. */
  readonly currency: string
  /** BCP 47. */
  readonly locale: string
  /** IANA zone. */
  readonly timezone: string
}

/** Which restaurants there are: the one table that is not behind a tenant. */
export class TenantDirectory extends Context.Service<
  TenantDirectory,
  {
    readonly list: Effect.Effect<ReadonlyArray<Tenant>, LogUnavailable>
    readonly bySlug: (slug: string) => Effect.Effect<Tenant | undefined, LogUnavailable>
    readonly byId: (id: TenantId) => Effect.Effect<Tenant | undefined, LogUnavailable>
    /** Refused with `SLUG_TAKEN`. */
    readonly create: (tenant: Tenant) => Effect.Effect<void, LogUnavailable | Refused>
    /** Name, currency, language and zone; the slug stays. */
    readonly update: (
      id: TenantId,
      change: Partial<Omit<Tenant, "id" | "slug">>,
    ) => Effect.Effect<void, LogUnavailable>
  }
>()("heard/TenantDirectory") {}
