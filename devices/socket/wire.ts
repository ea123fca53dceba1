/** One connection of a client, whatever carries it. The session speaks to this and knows no transport. */
export interface Wire {
  readonly kind: "ws" | "socket.io"
  /** Network address of the peer, for people who look for a device. */
  readonly address: string
  /** Credential that came with the connection itself (header, socket.io `auth`). */
  readonly token?: string
  /** `X-Tenant-Id`: chooses among the tenants that the token may use. */
  readonly chosenTenant?: string
  /** Never blocks. False: the peer does not keep up and the connection is being cut; nothing more will arrive. */
  readonly send: (frame: string) => boolean
  /** Asks the transport to find out whether the peer still lives. Called with every heartbeat. */
  readonly probe: () => void
  /** Ends the connection after what was sent. */
  readonly close: () => void
}

/** A peer that has this many unsent bytes waiting is cut off; it resumes when it can. */
export const maxBacklogBytes = 1024 * 1024
