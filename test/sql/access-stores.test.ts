import { Layer } from "effect"
import { accessLayer } from "#core/security/access.ts"
import { pairingsLayer } from "#core/security/stored-pairings.ts"
import { accessStoresLayer } from "#sql/access-stores.ts"
import { auditContract } from "#test/contract/audit.contract.ts"
import { deviceChangesContract } from "#test/contract/device-changes.contract.ts"
import { devicesContract } from "#test/contract/devices.contract.ts"
import { pairingsContract } from "#test/contract/pairings.contract.ts"
import { peopleContract } from "#test/contract/people.contract.ts"
import { refreshingContract } from "#test/contract/refreshing.contract.ts"
import { rolesContract } from "#test/contract/roles.contract.ts"
import { sessionsContract } from "#test/contract/sessions.contract.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { quickHashing } from "#test/support/quick-hashing.ts"

const database = testDatabase()
const access = accessLayer("a secret of the tests that is long enough", quickHashing).pipe(
  Layer.provideMerge(accessStoresLayer),
  Layer.provideMerge(database.layer),
)

peopleContract("PostgreSQL", access)
rolesContract("PostgreSQL", access)
sessionsContract("PostgreSQL", access)
refreshingContract("PostgreSQL", access)
auditContract("PostgreSQL", access)
const devices = pairingsLayer({ brokerUrl: () => "mqtt://hub:1883" }).pipe(
  Layer.provideMerge(access),
)
devicesContract("PostgreSQL", devices)
deviceChangesContract("PostgreSQL", devices)
pairingsContract("PostgreSQL", devices)
