/**
 * Who may do what (quality.md B.2, check 8): the one table that the running hub is held to, route by route. It is written
 * by hand and not read from the hub, so that a permission that changed by mistake is noticed. What is not listed fails.
 *
 * `anybody`: open to whoever reaches the port · `signedIn`: any credential · `administrator`: of the whole hub, which no
 * role grants · else permission codes, one of which is enough.
 */
export type Need = "anybody" | "signedIn" | "administrator" | ReadonlyArray<string>

const collection = (
  path: string,
  read: string,
  write: string,
  id = "{id}",
): Readonly<Record<string, Need>> => ({
  [`GET /api/plugins/${path}`]: [read],
  [`POST /api/plugins/${path}`]: [write],
  [`GET /api/plugins/${path}/${id}`]: [read],
  [`PATCH /api/plugins/${path}/${id}`]: [write],
  [`DELETE /api/plugins/${path}/${id}`]: [write],
})

const each = (
  method: string,
  paths: ReadonlyArray<string>,
  need: Need,
): Readonly<Record<string, Need>> =>
  Object.fromEntries(paths.map((path) => [`${method} /api/${path}`, need]))

const of = (tenantPaths: ReadonlyArray<string>): ReadonlyArray<string> =>
  tenantPaths.map((path) => `tenants/{tenant}/${path}`)

export const needs: Readonly<Record<string, Need>> = {
  ...each("GET", ["system/health", "system/ready", "system/info"], "anybody"),
  ...each("GET", ["openapi.json", "asyncapi.json", "docs", "module.schema.json"], "anybody"),
  ...each("POST", ["auth/login", "auth/refresh", "auth/logout"], "anybody"),
  ...each("GET", ["setup/status", "setup/plugins"], "anybody"),
  ...each("POST", ["devices/pair", "devices/pair/token", "devices/claim"], "anybody"),
  ...each("POST", ["setup/bootstrap"], "anybody"),

  ...each("GET", ["auth/me", "ui/manifest", "ui/slots/{slot}"], "signedIn"),
  ...each("POST", ["auth/pin", "auth/password"], "signedIn"),

  ...each(
    "GET",
    [
      "system/tenants",
      "system/tenants/{id}/limits",
      "system/plugins",
      "system/plugins/{key}/contract",
    ],
    "administrator",
  ),
  ...each(
    "POST",
    ["system/tenants", "system/keys/rotate", "system/plugins/{key}/contract"],
    "administrator",
  ),
  ...each("PUT", ["system/tenants/{id}/limits"], "administrator"),

  ...each("GET", of(["audit", "audit/verify"]), ["core.audit.read"]),
  ...each("GET", of(["events", "subscriptions", "dead-letters"]), ["core.events.read"]),
  ...each(
    "POST",
    of([
      "dead-letters/{subscription}/{position}/retry",
      "dead-letters/{subscription}/{position}/discard",
      "subscriptions/{subscription}/replay",
      "subscriptions/{subscription}/pause",
      "subscriptions/{subscription}/resume",
    ]),
    ["core.events.replay"],
  ),
  ...each("GET", of(["plugins", "plugins/{key}", "plugins/{key}/config"]), ["core.plugins.read"]),
  ...each("GET", of(["operations", "operations/{id}", "operations/{id}/stream", "jobs"]), [
    "core.plugins.read",
  ]),
  ...each("GET", of(["permissions"]), ["users.read", "core.plugins.read"]),
  ...each(
    "POST",
    of(["install", "enable", "disable", "upgrade", "uninstall", "release", "retry"]).map((path) =>
      path.replace("{tenant}", "{tenant}/plugins/{key}"),
    ),
    ["core.plugins.manage"],
  ),
  ...each("PUT", of(["plugins/{key}/config"]), ["core.plugins.manage"]),
  ...each("POST", of(["operations/{id}/cancel"]), ["core.plugins.manage"]),

  ...each("GET", ["plugins/config/restaurant"], ["config.read"]),
  ...each("PUT", ["plugins/config/restaurant"], ["config.write"]),
  ...collection("devices/devices", "devices.read", "devices.write"),
  ...each("GET", ["plugins/devices/pairings/{userCode}"], ["devices.pair"]),
  ...each(
    "POST",
    ["pairings/{userCode}/approve", "pairings/{userCode}/deny", "claims", "addresses"].map(
      (path) => `plugins/devices/${path}`,
    ),
    ["devices.pair"],
  ),
  ...each(
    "POST",
    ["suspend", "resume", "revoke", "rotate", "replace", "commands"].map(
      (deed) => `plugins/devices/devices/{id}/${deed}`,
    ),
    ["devices.manage"],
  ),
  ...each("GET", ["plugins/devices/self"], ["devices.self"]),
  ...each("GET", ["plugins/home_assistant/account"], ["home_assistant.account"]),
  ...collection("floor_plan/rooms", "floor_plan.read", "floor_plan.write"),
  ...collection("floor_plan/tables", "floor_plan.read", "floor_plan.write"),
  ...collection("kds/stations", "kds.read", "kds.write"),
  ...collection("kds/screens", "kds.read", "kds.write"),
  ...collection("catalog_product/categories", "catalog_product.read", "catalog_product.write"),
  ...collection("catalog_product/products", "catalog_product.read", "catalog_product.write"),
  ...each(
    "PUT",
    ["plugins/catalog_product/products/{id}/availability"],
    ["catalog_product.availability"],
  ),
  ...collection("catalog_product/modifierGroups", "catalog_product.read", "catalog_product.write"),
  ...collection("printer/printers", "printer.read", "printer.write"),
  ...collection("users/users", "users.read", "users.manage"),

  ...each("GET", ["plugins/orders/orders", "plugins/orders/orders/{id}"], ["orders.order.read"]),
  ...each("GET", ["plugins/orders/orders/{id}/history"], ["orders.order.read"]),
  ...each("POST", ["plugins/orders/orders"], ["orders.order.place"]),
  // Which permission the command itself needs is looked at where the commands of every door arrive.
  ...each("POST", ["plugins/orders/orders/{id}/commands"], ["orders.order.read"]),
  ...each("GET", ["plugins/printer/jobs", "plugins/printer/jobs/{id}"], ["printer.read"]),
  ...each(
    "GET",
    ["jobs/{id}/preview.png", "jobs/{id}/preview.pdf", "profiles"].map(
      (path) => `plugins/printer/${path}`,
    ),
    ["printer.read"],
  ),
  ...each(
    "POST",
    [
      ...["jobs/{id}/cancel", "jobs/{id}/retry", "jobs/{id}/confirm", "jobs/{id}/reprint"],
      ...["printers/{id}/test", "reprints"],
    ].map((path) => `plugins/printer/${path}`),
    ["printer.print"],
  ),
  ...each("POST", ["plugins/users/memberships"], ["users.manage"]),
  ...each("GET", ["plugins/users/roles"], ["users.read"]),
  ...each("POST", ["plugins/users/roles"], ["users.manage"]),
  ...each("PATCH", ["plugins/users/roles/{key}"], ["users.manage"]),
  ...each("DELETE", ["plugins/users/roles/{key}"], ["users.manage"]),
}

/** What a role of a new restaurant grants; `kds.*` is all of a plugin, `*` is all. */
export const grants: Readonly<Record<string, ReadonlyArray<string>>> = {
  owner: ["*"],
  manager: [
    ...["core.plugins.*", "core.events.*", "core.audit.*", "core.settings.*", "users.*"],
    ...["config.*", "devices.*", "floor_plan.*", "kds.*", "catalog_product.*", "orders.*"],
    ...["printer.read", "printer.write", "printer.print"],
  ],
  chef: [
    ...["config.read", "devices.read", "floor_plan.read", "users.read", "printer.read"],
    "devices.self",
    ...["kds.*", "catalog_product.*", "printer.print", "orders.order.read", "orders.order.cook"],
  ],
  cook: [
    ...["catalog_product.read", "kds.read", "kds.ticket.read", "kds.ticket.bump", "printer.read"],
    ...["orders.order.read", "orders.order.cook", "devices.self", "catalog_product.availability"],
  ],
  waiter: [
    ...["catalog_product.read", "floor_plan.read", "kds.read", "kds.ticket.read", "printer.read"],
    ...["orders.order.read", "orders.order.place", "orders.order.change", "orders.order.serve"],
    ...["devices.self", "catalog_product.availability"],
  ],
  viewer: [
    ...["catalog_product.read", "config.read", "devices.read", "devices.self", "floor_plan.read"],
    ...["kds.read", "kds.ticket.read", "orders.order.read", "printer.read"],
  ],
}

/** What a device may do by its kind, whoever signed it in. */
export const deviceGrants: Readonly<Record<string, ReadonlyArray<string>>> = {
  kds: [
    ...["kds.read", "kds.ticket.read", "kds.ticket.bump", "orders.order.read", "orders.order.cook"],
    ...["devices.self", "catalog_product.availability"],
  ],
  handheld: [
    ...["orders.order.read", "orders.order.place", "orders.order.change", "orders.order.serve"],
    ...["catalog_product.read", "floor_plan.read", "kds.read", "devices.self"],
    "catalog_product.availability",
  ],
  board: ["orders.order.read", "devices.self"],
  printerAgent: ["printer.report"],
}

/** @param granted codes of the role; undefined for somebody without a credential */
export const mayUse = (granted: ReadonlyArray<string> | undefined, need: Need): boolean => {
  if (need === "anybody") return true
  if (granted === undefined || need === "administrator") return false
  return need === "signedIn" || need.some((code) => granted.some((one) => covers(one, code)))
}

const covers = (granted: string, code: string): boolean =>
  granted === "*" ||
  granted === code ||
  (granted.endsWith(".*") && code.startsWith(granted.slice(0, -1)))
