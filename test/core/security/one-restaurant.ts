import { Effect, Layer } from "effect"
import { type Tenant, TenantDirectory } from "#core/hub/tenant-directory.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import { foundOwner, memoryAccess } from "#test/support/memory-access.ts"

export const margaux: Tenant = {
  id: TenantId.make("01980000-0000-7000-8000-000000000001"),
  slug: "chez-margaux",
  name: "Chez Margaux",
  currency: "EUR",
  locale: "fr-FR",
  timezone: "Europe/Paris",
}

export const password = "correct horse battery staple"
export const secret = "a secret of the tests that is long enough"

/** A directory that knows one restaurant. */
export const directory = Layer.succeed(TenantDirectory, {
  list: Effect.succeed([margaux]),
  bySlug: (slug) => Effect.succeed(slug === margaux.slug ? margaux : undefined),
  byId: (id) => Effect.succeed(id === margaux.id ? margaux : undefined),
  create: () => Effect.void,
  update: () => Effect.void,
})

/** The real sign-in over a memory, and its owner. */
export const tokens = Layer.effectDiscard(foundOwner(margaux.id, password)).pipe(
  Layer.provideMerge(memoryAccess(secret)),
  Layer.provideMerge(directory),
)

export const ownerId = `${margaux.id.slice(0, -1)}9`

export const owner = { tenant: margaux.slug, username: "owner", password }
