import { v7 as uuid } from "uuid"
import type { HubApi, Page } from "#test/support/hub-api.ts"
import { type FieldValue, leftOut } from "./filled-body.ts"

/** What fields mean that are no free text, in words that this restaurant would use itself. */
export const restaurantValues = async (api: HubApi, text: string): Promise<FieldValue> => {
  const first = async (path: string) =>
    (await api.get<Page<{ readonly id: string }>>(`/plugins/${path}?size=1`)).items[0]?.id
  const [roomId, tableId, categoryId, productId, groupId, screenId, printerId] = [
    await first("floor_plan/rooms"),
    await first("floor_plan/tables"),
    await first("catalog_product/categories"),
    await first("catalog_product/products"),
    await first("catalog_product/modifierGroups"),
    await first("kds/screens"),
    await first("printer/printers"),
  ]
  const values: Readonly<Record<string, () => unknown>> = {
    id: () => leftOut,
    ...{ roomId: () => roomId, tableId: () => tableId, categoryId: () => categoryId },
    ...{ productId: () => productId, modifierGroupIds: () => [groupId] },
    ...{ screenId: () => screenId, printerId: () => printerId, backupPrinterId: () => printerId },
    deviceId: () => uuid(),
    ...{ station: () => "grill", stations: () => ["grill"], catchAll: () => false },
    ...{ color: () => "#123456", language: () => "fr", max: () => 1, promisedAt: () => leftOut },
    ...{ modifiers: () => leftOut, hold: () => false },
    key: () => text,
    ...{ role: () => "waiter", permissions: () => ["orders.*"], instanceAdmin: () => leftOut },
    ...{ password: () => "correct horse battery staple", pin: () => "73198246" },
    ...{ cid: () => uuid(), op: () => "rush", args: () => ({}), ifRev: () => leftOut },
    ...{ address: () => ({ host: "192.168.1.50", port: 9100 }), profile: () => "generic-escpos" },
    ...{ backups: () => [printerId], backupScreens: () => [screenId], logo: () => leftOut },
    ...{ from: () => 1, to: () => 1, dryRun: () => true },
  }
  return (name) => (Object.hasOwn(values, name) ? values[name]?.() : undefined)
}
