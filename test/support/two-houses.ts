import { Effect, Layer } from "effect"
import { v7 as uuid } from "uuid"
import type { Scope } from "#core/hub/scope.ts"
import { type Tenant, TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { Accounts, type NewAccount } from "#core/security/accounts.ts"
import { Tokens } from "#core/security/tokens.ts"

/** Long enough, on nobody's list, and without anybody's name. */
export const goodPassword = "correct horse battery staple"

/** A directory that keeps its restaurants in memory. */
export const memoryDirectory = Layer.sync(TenantDirectory, () => {
  const tenants: Array<Tenant> = []
  return {
    list: Effect.sync(() => tenants),
    bySlug: (slug: string) => Effect.sync(() => tenants.find((one) => one.slug === slug)),
    byId: (id: TenantId) => Effect.sync(() => tenants.find((one) => one.id === id)),
    create: (tenant: Tenant) => Effect.sync(() => void tenants.push(tenant)),
    update: () => Effect.void,
  }
})

export interface House {
  readonly tenantId: TenantId
  readonly slug: string
  /** The owner's, signed in. */
  readonly owner: Scope
  readonly ownerToken: string
  /** Adds a person and signs them in. */
  readonly hire: (
    role: string,
    more?: Partial<NewAccount>,
  ) => Effect.Effect<Hired, unknown, Accounts | Tokens>
}

export interface Hired {
  readonly id: string
  readonly username: string
  readonly token: string
  readonly refreshToken: string
  /** As the token makes it now. */
  readonly scope: Effect.Effect<Scope, unknown, Tokens>
}

/** A new restaurant with its owner, founded the way set-up does it. */
export const newHouse = (options: { readonly instanceAdmin?: boolean } = {}) =>
  Effect.gen(function* () {
    const tenantId = uuid() as TenantId
    const slug = `house-${tenantId.slice(-12)}`
    yield* (yield* TenantDirectory).create({
      id: tenantId,
      slug,
      name: "Chez Margaux",
      currency: "EUR",
      locale: "fr-FR",
      timezone: "Europe/Paris",
    })
    const accounts = yield* Accounts
    yield* accounts.found(tenantId, {
      id: uuid(),
      username: "owner",
      password: goodPassword,
      fullName: "Ana Owner",
      instanceAdmin: options.instanceAdmin === true,
    })
    const pair = yield* signIn(slug, "owner")
    const house: House = {
      tenantId,
      slug,
      owner: yield* (yield* Tokens).verify(pair.accessToken),
      ownerToken: pair.accessToken,
      hire: Effect.fnUntraced(function* (role, more = {}) {
        const username = more.username ?? `${role}-${uuid().slice(-6)}`
        const made = yield* (yield* Accounts).create(house.owner, {
          username,
          password: goodPassword,
          fullName: `The ${role}`,
          role,
          ...more,
        })
        const hired = yield* signIn(slug, username, more.password)
        return {
          id: made.id,
          username,
          token: hired.accessToken,
          refreshToken: hired.refreshToken,
          scope: Tokens.use((tokens) => tokens.verify(hired.accessToken)),
        }
      }),
    }
    return house
  })

export const signIn = (slug: string, username: string, password: string = goodPassword) =>
  Tokens.use((tokens) => tokens.login({ tenant: slug, username, password, address: "10.0.0.1" }))

/** The code of a refusal, or the name of another failure. */
export const codeOf = <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.match(work, {
    onSuccess: () => "no refusal",
    onFailure: (failure) => {
      const { code, _tag } = failure as { readonly code?: string; readonly _tag?: string }
      return code ?? _tag ?? "unknown"
    },
  })
