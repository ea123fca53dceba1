import { Layer } from "effect"
import { eventBusContract } from "#test/contract/event-bus.contract.ts"
import { failedDeliveryContract } from "#test/contract/failed-delivery.contract.ts"
import { memoryBusStore } from "#test/support/memory-bus-store.ts"
import { memoryEventLog } from "#test/support/memory-event-log.ts"

const memory = memoryBusStore().pipe(Layer.provideMerge(memoryEventLog))

eventBusContract("memory", memory)
failedDeliveryContract("memory", memory)
