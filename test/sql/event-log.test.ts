import { eventLogContract } from "#test/contract/event-log.contract.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

eventLogContract("PostgreSQL", database.layer)
eventLogContract("in-memory", memoryEventLog)
