import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Screen, Table } from "#core/kitchen/menu.ts"
import { readMenu, type ServiceMenu } from "#devices/simulators/service-menu.ts"
import { deviceToken } from "#devices/simulators/service-sign-in.ts"
import { readStoredLog, type StoredLog } from "#test/simulation/check/stored-log.ts"
import { everyItem, hubApi, ownerToken } from "#test/support/hub-api.ts"
import type { HubProcess } from "#test/support/hub-process.ts"

/** A restaurant behind a hub that is reached by a bad network. */
export interface Restaurant {
  readonly url: string
  readonly tenantId: TenantId
  readonly screens: ReadonlyArray<Screen>
  readonly tables: ReadonlyArray<Table>
  /** Of the owner, who may see everything. */
  readonly token: () => Promise<string>
  readonly tokenOf: (kind: "kds" | "handheld", id: string) => () => Promise<string>
  /** Read behind the hub's back. */
  readonly storedLog: () => Promise<StoredLog>
}

/** The one that a hub in a process of its own has. */
export const restaurantOf = async (hub: HubProcess): Promise<Restaurant> => {
  const token = ownerToken(hub.url, hub.tenant, hub.password)
  const api = hubApi(hub.url, token)
  const { tenantId } = await api.get<{ tenantId: TenantId }>("/auth/me")
  const signIn = { api: `${hub.url}/api`, tenant: hub.tenant, password: hub.password }
  return {
    url: hub.url,
    tenantId,
    token,
    tokenOf: (kind, id) => deviceToken(signIn, { id, kind, name: id }),
    screens: await everyItem<Screen>(api, "/plugins/kds/screens"),
    tables: await everyItem<Table>(api, "/plugins/floor_plan/tables"),
    storedLog: () => readStoredLog(hub.database(), tenantId),
  }
}

export const menuOf = async ({ url, token }: Restaurant): Promise<ServiceMenu> => {
  const hub: HubClient = connectHub({ url, token })
  try {
    return await new Promise((resolve) => {
      hub.watch("menu", ({ items }) => resolve(readMenu(items)))
    })
  } finally {
    hub.close()
  }
}
