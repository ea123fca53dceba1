/**
 * Who may do what, in one place; whatever is not listed is denied. `*` grants all.
 *
 * `owner` is the one account of this form. Devices are what a screen, a phone or a printer is signed in as: a stolen
 * kitchen tablet can bump tickets, but change neither the menu nor an order.
 */
export const ownerPermissions: ReadonlyArray<string> = ["*"]

export const devicePermissions = (kind: string): ReadonlyArray<string> =>
  Object.hasOwn(byDeviceKind, kind) ? byDeviceKind[kind as DeviceKind] : []

export const deviceKinds = ["kds", "handheld", "board", "printerAgent"] as const
export type DeviceKind = (typeof deviceKinds)[number]

const byDeviceKind: Readonly<Record<DeviceKind, ReadonlyArray<string>>> = {
  kds: ["kds.read", "kds.ticket.read", "kds.ticket.bump", "orders.order.read", "orders.order.cook"],
  handheld: [
    "orders.order.read",
    "orders.order.place",
    "orders.order.change",
    "orders.order.serve",
    "catalog_product.read",
    "floor_plan.read",
    "kds.read",
  ],
  board: ["orders.order.read"],
  printerAgent: ["printer.report"],
}
