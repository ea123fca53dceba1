/** A command on its way: kept until the hub answered it, so that a Wi-Fi gap or a reload loses nothing. */
export interface OutboxCommand {
  /** UUIDv7. The hub runs it once, however often it is sent. */
  readonly cid: string
  readonly op: string
  readonly args: unknown
  readonly ifRev?: number
  /** Rising in the order of asking, also across reloads. */
  readonly position: number
  /** The hub's clock as this device knew it, milliseconds since 1970. */
  readonly queuedAt: number
}

/** Where commands wait. Whatever was `put` and not removed comes back from `all` after a reload. */
export interface Outbox {
  readonly put: (command: OutboxCommand) => Promise<void>
  readonly remove: (cid: string) => Promise<void>
  /** In any order. */
  readonly all: () => Promise<ReadonlyArray<OutboxCommand>>
}

/** For programs that may forget: nothing survives the process. */
export const memoryOutbox = (): Outbox => {
  const commands = new Map<string, OutboxCommand>()
  return {
    put: async (command) => {
      commands.set(command.cid, command)
    },
    remove: async (cid) => {
      commands.delete(cid)
    },
    all: async () => [...commands.values()],
  }
}
