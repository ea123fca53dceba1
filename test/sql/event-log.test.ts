import { eventLogContract } from "#test/contract/event-log.contract.ts"
import { jobHistoryContract } from "#test/contract/job-history.contract.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"
import { testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()

eventLogContract("PostgreSQL", database.layer)
eventLogContract("in-memory", memoryEventLog)
jobHistoryContract("PostgreSQL", database.layer)
jobHistoryContract("in-memory", memoryEventLog)
