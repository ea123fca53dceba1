import { Layer } from "effect"
import { auditLayer } from "./chained-audit.ts"
import { tokensLayer } from "./jwt-tokens.ts"
import { liveAccessLayer } from "./live-access.ts"
import { passwordHashingLayer } from "./password-hashing.ts"
import { permissionCatalogueLayer } from "./permission-catalogue.ts"
import { accountsLayer } from "./stored-accounts.ts"
import { rolesLayer } from "./stored-roles.ts"

/**
 * Who may sign in and what they may do, over whatever stores it: `Tokens`, `Accounts`, `Roles`, `Audit` and the
 * `PermissionCatalogue` that plugins fill.
 *
 * @param secret see `appSecret`
 */
export const accessLayer = (secret: string) =>
  Layer.mergeAll(tokensLayer(secret), accountsLayer, rolesLayer).pipe(
    Layer.provide(passwordHashingLayer(secret)),
    Layer.provide(liveAccessLayer),
    Layer.provideMerge(Layer.mergeAll(auditLayer, permissionCatalogueLayer)),
  )
