/**
 * What a device may do by its kind, in one place; whatever is not listed is denied. Devices are what a screen, a phone or
 * a printer is signed in as: a stolen kitchen tablet can bump tickets and say what is out of stock, but change neither what
 * the menu offers nor an order.
 */
export const devicePermissions = (kind: string): ReadonlyArray<string> =>
  Object.hasOwn(byDeviceKind, kind) ? byDeviceKind[kind as DeviceKind] : []

/**
 * What a person may do who took over a handheld by PIN: all but running the house. Four digits open neither the back
 * office nor the accounts, whoever they belong to.
 *
 * @param own exact codes of the person, or `*`
 * @param known every code that there is
 */
export const withPin = (
  own: ReadonlyArray<string>,
  known: ReadonlySet<string>,
): ReadonlyArray<string> =>
  (own.includes("*") ? [...known] : own).filter((code) => !runsTheHouse.test(code))

const runsTheHouse = /^(?:core|users|config|system)\.|\.(?:write|manage)$/

export const deviceKinds = ["kds", "handheld", "board", "printerAgent"] as const
export type DeviceKind = (typeof deviceKinds)[number]

const byDeviceKind: Readonly<Record<DeviceKind | "cloudprnt" | "epson", ReadonlyArray<string>>> = {
  kds: [
    "kds.read",
    "kds.ticket.read",
    "kds.ticket.bump",
    "orders.order.read",
    "orders.order.cook",
    "catalog_product.availability",
    "devices.self",
  ],
  handheld: [
    "orders.order.read",
    "orders.order.place",
    "orders.order.change",
    "orders.order.serve",
    "catalog_product.read",
    "catalog_product.availability",
    "floor_plan.read",
    "kds.read",
    "devices.self",
  ],
  board: ["orders.order.read", "devices.self"],
  printerAgent: ["printer.report"],
  cloudprnt: ["printer.report"],
  epson: ["printer.report"],
}
