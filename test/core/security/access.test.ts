import { Layer } from "effect"
import { pairingsLayer } from "#core/security/stored-pairings.ts"
import { auditContract } from "#test/contract/audit.contract.ts"
import { deviceChangesContract } from "#test/contract/device-changes.contract.ts"
import { devicesContract } from "#test/contract/devices.contract.ts"
import { pairingsContract } from "#test/contract/pairings.contract.ts"
import { peopleContract } from "#test/contract/people.contract.ts"
import { refreshingContract } from "#test/contract/refreshing.contract.ts"
import { rolesContract } from "#test/contract/roles.contract.ts"
import { sessionsContract } from "#test/contract/sessions.contract.ts"
import { memoryAccess } from "#test/support/memory-access.ts"
import { memoryDirectory } from "#test/support/two-houses.ts"

const access = memoryAccess("a secret of the tests that is long enough").pipe(
  Layer.provideMerge(memoryDirectory),
)

peopleContract("memory", access)
rolesContract("memory", access)
sessionsContract("memory", access)
refreshingContract("memory", access)
auditContract("memory", access)
const devices = pairingsLayer({ brokerUrl: () => "mqtt://hub:1883" }).pipe(
  Layer.provideMerge(access),
)
devicesContract("memory", devices)
deviceChangesContract("memory", devices)
pairingsContract("memory", devices)
