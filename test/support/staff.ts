import { afterAll } from "vitest"
import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import { deviceToken } from "#devices/simulators/service-sign-in.ts"
import { SocketIoSocket } from "./socketio-socket.ts"

export type Wire = "ws" | "socket.io"
export const wires: ReadonlyArray<Wire> = ["ws", "socket.io"]

export interface SignedInAt {
  readonly url: string
  readonly tenant: string
  readonly password: string
}

/** Devices of a restaurant, each signed in as itself. They hang up after the file. */
export interface Staff {
  readonly connect: (at: SignedInAt, kind: "kds" | "handheld", id: string, wire?: Wire) => HubClient
}

export const staff = (): Staff => {
  const connected: Array<HubClient> = []
  afterAll(() => {
    for (const hub of connected) hub.close()
  })
  return {
    connect: ({ url, tenant, password }, kind, id, wire = "ws") => {
      const hub = connectHub({
        url,
        token: deviceToken({ api: `${url}/api`, tenant, password }, { id, kind, name: id }),
        // It has all that the client uses of a WebSocket.
        ...(wire === "ws" ? {} : { WebSocket: SocketIoSocket as unknown as typeof WebSocket }),
      })
      connected.push(hub)
      return hub
    },
  }
}
