import { useMe } from "#core/ui/session/me.tsx"

/** Where the routes of the restaurant begin that is looked after now: `/tenants/{id}`. */
export const useTenantPath = (): string => `/tenants/${useMe().tenantId}`

/** One page of a list, as every list of the hub is. */
export interface ListPage<A> {
  readonly items: ReadonlyArray<A>
  readonly total: number
  readonly page: number
  readonly size: number
}
