import { Layer } from "effect"
import { accessLayer } from "#core/security/access.ts"
import { accessStoresLayer } from "#sql/access-stores.ts"
import { auditContract } from "#test/contract/audit.contract.ts"
import { peopleContract } from "#test/contract/people.contract.ts"
import { rolesContract } from "#test/contract/roles.contract.ts"
import { sessionsContract } from "#test/contract/sessions.contract.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
const access = accessLayer("a secret of the tests that is long enough").pipe(
  Layer.provide(accessStoresLayer),
  Layer.provideMerge(database.layer),
)

peopleContract("PostgreSQL", access)
rolesContract("PostgreSQL", access)
sessionsContract("PostgreSQL", access)
auditContract("PostgreSQL", access)
