import { Layer } from "effect"
import { auditLayer } from "./chained-audit.ts"
import { deviceBookLayer } from "./device-book.ts"
import { deviceDeliveryLayer } from "./device-delivery.ts"
import { deviceSightingsLayer } from "./device-sightings.ts"
import { tokensLayer } from "./jwt-tokens.ts"
import { liveAccessLayer } from "./known-access.ts"
import { hashingCost, passwordHashingLayer } from "./password-hashing.ts"
import { permissionCatalogueLayer } from "./permission-catalogue.ts"
import { accountsLayer } from "./stored-accounts.ts"
import { deviceCredentialsLayer } from "./stored-devices.ts"
import { deviceRegisterLayer } from "./stored-register.ts"
import { rolesLayer } from "./stored-roles.ts"

/**
 * Who may sign in and what they may do, over whatever stores it: `Tokens`, `Accounts`, `Roles`, `Audit`, the credentials of
 * devices, and the `PermissionCatalogue` that plugins fill.
 *
 * @param secret see `appSecret`
 * @param cost of each password's hash
 */
export const accessLayer = (secret: string, cost = hashingCost) =>
  Layer.mergeAll(deviceCredentialsLayer, deviceRegisterLayer, deviceDeliveryLayer).pipe(
    Layer.provideMerge(Layer.mergeAll(tokensLayer(secret), accountsLayer, rolesLayer)),
    Layer.provide(passwordHashingLayer(secret, cost)),
    Layer.provide(liveAccessLayer),
    Layer.provideMerge(Layer.mergeAll(deviceBookLayer, deviceSightingsLayer)),
    Layer.provideMerge(Layer.mergeAll(auditLayer, permissionCatalogueLayer)),
  )
