import { randomUUID } from "node:crypto"
import { Layer } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { operationStoreLayer } from "#sql/plugin-operations.ts"
import { stateStoreLayer } from "#sql/plugin-states.ts"
import { operationStoreContract } from "#test/contract/operation-store.contract.ts"
import { stateStoreContract } from "#test/contract/state-store.contract.ts"
import { memoryLifecycleStores } from "#test/support/memory-lifecycle-store.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

const inPostgres = Layer.provide(Layer.merge(stateStoreLayer, operationStoreLayer), database.layer)
const tenantInPostgres = async () => {
  const id = randomUUID()
  await database.connection()`
    insert into core.tenant (id, slug, name, currency, locale, timezone)
    values (${id}, ${`t-${id}`}, 'Test', 'EUR', 'en', 'Europe/Paris')`
  return id as TenantId
}
const tenantInMemory = async () => randomUUID() as TenantId

stateStoreContract("PostgreSQL", inPostgres, tenantInPostgres)
operationStoreContract("PostgreSQL", inPostgres, tenantInPostgres)
stateStoreContract("memory", memoryLifecycleStores, tenantInMemory)
operationStoreContract("memory", memoryLifecycleStores, tenantInMemory)
