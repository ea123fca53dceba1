import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { may, type Scope } from "./scope.ts"

/** What it takes to watch a view of the hub's own. */
interface ViewAccess {
  /** The plugin that brings what the view shows. */
  readonly plugin: string
  /** One of these. */
  readonly permissions: ReadonlyArray<string>
}

/** By the part of the name before the slash. The kitchen's screens name dishes, so they may read the menu. */
const accessOf: Readonly<Record<string, ViewAccess>> = {
  screen: { plugin: "kds", permissions: ["kds.ticket.read"] },
  board: { plugin: "kds", permissions: ["orders.order.read", "kds.ticket.read"] },
  // A restaurant without tables has open orders all the same.
  floor: { plugin: "orders", permissions: ["floor_plan.read", "orders.order.place"] },
  menu: { plugin: "catalog_product", permissions: ["catalog_product.read", "kds.ticket.read"] },
  order: { plugin: "orders", permissions: ["orders.order.read"] },
  printer: { plugin: "printer", permissions: ["printer.read"] },
  alarms: { plugin: "kds", permissions: ["orders.order.read", "kds.ticket.read"] },
  devices: { plugin: "devices", permissions: ["devices.read"] },
  self: { plugin: "devices", permissions: ["devices.self"] },
}

/** Of the hub's own views. */
export const viewKinds: ReadonlyArray<string> = Object.keys(accessOf)

/** @returns the plugin; undefined for a kind of view that the hub does not have */
export const pluginOfView = (kind: string): string | undefined =>
  Object.hasOwn(accessOf, kind) ? accessOf[kind]?.plugin : undefined

/** `self/{deviceId}` is there for that device and nobody else. */
export const isAnothers = ({ principal }: Scope, kind: string, id: string): boolean =>
  kind === "self" && (principal.kind !== "device" || principal.id !== id)

/** The refusal, or nothing when the scope may watch it. */
export const viewRefusal = (scope: Scope, kind: string): Refused | undefined => {
  const access = Object.hasOwn(accessOf, kind) ? accessOf[kind] : undefined
  if (access === undefined || access.permissions.some((permission) => may(scope, permission)))
    return undefined
  return refused("AUTH_FORBIDDEN", "You may not see this", { permission: access.permissions[0] })
}
