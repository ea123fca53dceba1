import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Printer, Screen, Station, Table } from "#core/kitchen/menu.ts"
import { readMenu, type ServiceMenu } from "#devices/simulators/service-menu.ts"
import { deviceToken } from "#devices/simulators/service-sign-in.ts"
import { everyItem, type HubApi, hubApi, ownerToken } from "#test/support/hub-api.ts"
import { type HubProcess, startHub } from "#test/support/hub-process.ts"
import { type KeptChild, keepChild } from "#test/support/kept-child.ts"
import type { PrinterRoomSettings } from "./printer-room.ts"

/** A restaurant with its hub, database, printers: everything that a power cut can hit. */
export interface House {
  readonly hub: HubProcess
  readonly printerRoom: KeptChild
  readonly api: HubApi
  readonly tenantId: TenantId
  readonly menu: ServiceMenu
  readonly tables: ReadonlyArray<Table>
  readonly screens: ReadonlyArray<Screen>
  readonly stations: ReadonlyArray<Station>
  readonly printers: ReadonlyArray<Printer>
  readonly papersFile: string
  readonly tokenOf: (kind: "kds" | "handheld", id: string) => () => Promise<string>
  readonly close: () => Promise<void>
}

/** @param env more environment of the hub: the negative control's switch */
export const openHouse = async (
  dataDir: string,
  seed: number,
  env: Readonly<Record<string, string>>,
): Promise<House> => {
  const hub = await startHub(dataDir, env)
  await hub.ready()
  const api = hubApi(hub.url, ownerToken(hub.url, hub.tenant, hub.password))
  const { tenantId } = await api.get<{ tenantId: TenantId }>("/auth/me")
  const signIn = { api: `${hub.url}/api`, tenant: hub.tenant, password: hub.password }
  const tokenOf: House["tokenOf"] = (kind, id) => deviceToken(signIn, { id, kind, name: id })
  const printers = await everyItem<Printer>(api, "/plugins/printer/printers")
  const papersFile = join(dataDir, "papers.ndjson")
  writeFileSync(papersFile, "")
  const settings: PrinterRoomSettings = {
    mqttUrl: hub.mqttUrl,
    dataDir: join(dataDir, "printers"),
    host: "127.0.0.1",
    port: 0,
    papers: papersFile,
    seed,
    printers: printers.map(({ deviceId, name, columns }) => ({
      tenantId,
      deviceId,
      secret: hub.deviceSecret(tenantId, deviceId),
      name,
      columns,
    })),
  }
  const settingsFile = join(dataDir, "printer-room.json")
  writeFileSync(settingsFile, JSON.stringify(settings), { mode: 0o600 })
  const printerRoom = keepChild({
    name: "printer room",
    args: ["test/simulation/printer-room.ts", settingsFile],
    log: join(dataDir, "printer-room.log"),
  })
  const tables = await everyItem<Table>(api, "/plugins/floor_plan/tables")
  return {
    hub,
    printerRoom,
    api,
    tenantId,
    tokenOf,
    printers,
    papersFile,
    menu: await menuOf(hub.url, api.token),
    tables,
    screens: await everyItem<Screen>(api, "/plugins/kds/screens"),
    stations: await everyItem<Station>(api, "/plugins/kds/stations"),
    close: async () => {
      await printerRoom.stop()
      await hub.stop()
    },
  }
}

const menuOf = async (url: string, token: () => Promise<string>): Promise<ServiceMenu> => {
  const hub: HubClient = connectHub({ url, token })
  try {
    return await new Promise((resolve) => {
      hub.watch("menu", ({ items }) => resolve(readMenu(items)))
    })
  } finally {
    hub.close()
  }
}
