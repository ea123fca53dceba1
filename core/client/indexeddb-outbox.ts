import { createStore, del, set, values } from "idb-keyval"
import type { Outbox, OutboxCommand } from "./outbox.ts"

/**
 * Commands that survive a reload, a crash and an empty battery of the tablet. Browser only.
 *
 * @param owner the device that asked: two of them in one browser must not send each other's commands
 */
export const indexedDbOutbox = (owner: string): Outbox => {
  const store = createStore(`heard-outbox-${owner}`, "commands")
  return {
    put: (command) => set(command.cid, command, store),
    remove: (cid) => del(cid, store),
    all: () => values<OutboxCommand>(store),
  }
}
