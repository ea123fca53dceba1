import { tenantId } from "./office-plugins.ts"

const at = "2026-11-20T18:02:11.120Z"

export const me = {
  tenantId,
  principal: { kind: "user", id: "0193f4c0-0000-7000-8000-0000000000f1", name: "margaux" },
  fullName: "Margaux Perrin",
  role: "owner",
  instanceAdmin: true,
  memberships: [
    { tenantId, slug: "chez-margaux", name: "Chez Margaux", role: "owner" },
    {
      tenantId: "0193f4c0-0000-7000-8000-000000000002",
      slug: "le-zinc",
      name: "Le Zinc",
      role: "manager",
    },
  ],
}

const page = (path: string, plugin: string, component: string, title: string, icon: string) => ({
  path,
  plugin,
  component,
  title,
  permission: "any",
  nav: { label: title, icon, order: 0 },
})

export const pages = [
  page("/kds", "kds", "KdsPage", "Kitchen", "flame"),
  page("/admin/orders", "orders", "OrdersPage", "Orders", "notepad"),
  page("/admin/people", "users", "PeoplePage", "People", "people"),
  page("/admin/roles", "users", "RolesPage", "Roles", "key"),
  page("/admin/restaurant", "config", "RestaurantPage", "Restaurant", "house"),
  page("/admin/devices", "devices", "FleetPage", "Devices", "screen"),
  page("/admin/printers", "printer", "PrintersPage", "Printers", "printer"),
  page("/admin/menu", "catalog_product", "MenuPage", "Menu", "book"),
  page("/admin/kitchen", "kds", "KitchenPage", "Kitchen", "flame"),
  page("/admin/floor", "floor_plan", "FloorPage", "Rooms and tables", "table"),
  page("/admin/plugins", "core", "PluginsSection", "Plugins", "plug"),
  page("/admin/events", "core", "EventsSection", "Events", "waves"),
  page("/admin/settings", "core", "SettingsSection", "Settings", "gear"),
  page("/admin/audit", "core", "AuditSection", "Audit log", "shield"),
]

const person = (n: number, fullName: string, role: string, rest = {}) => ({
  id: `0193f4c0-0000-7000-8000-0000000000f${n}`,
  username: fullName.split(" ")[0]?.toLowerCase(),
  fullName,
  role,
  hasPin: n % 2 === 0,
  disabled: false,
  instanceAdmin: n === 1,
  lastLoginAt: n === 3 ? null : at,
  createdAt: at,
  rev: 1,
  ...rest,
})
export const people = [
  person(1, "Margaux Perrin", "owner"),
  person(2, "Youssef Amrani", "chef"),
  person(3, "Ludivine Roche", "waiter"),
  person(4, "Tom Keller", "waiter", { disabled: true }),
]

export const roles = [
  { key: "owner", name: "Owner", permissions: ["*"], builtIn: true },
  { key: "chef", name: "Chef", permissions: ["kds.*", "orders.order.read"], builtIn: true },
  { key: "waiter", name: "Waiter", permissions: ["orders.order.place"], builtIn: true },
  { key: "night", name: "Night porter", permissions: [], builtIn: false },
]

export const catalogue = [
  ["core.plugins.read", "core", "See what the restaurant runs"],
  ["core.plugins.manage", "core", "Change what the restaurant runs"],
  ["users.read", "users", "See people and roles"],
  ["users.manage", "users", "Change people and roles"],
  ["kds.read", "kds", "See stations and screens"],
  ["kds.ticket.bump", "kds", "Bump and recall tickets"],
  ["orders.order.read", "orders", "See orders and their history"],
  ["orders.order.place", "orders", "Place orders, add lines, send, hold and fire them"],
].map(([code, plugin, label]) => ({ code, plugin, label }))

export const setupChoices = [
  ["devices", "Devices", [], true],
  ["kds", "Kitchen display", [], true],
  ["catalog_product", "Menu", ["kds"], true],
  ["printer", "Kitchen printers", ["kds", "devices"], true],
  ["orders", "Orders", ["catalog_product"], true],
  ["loyalty", "Loyalty cards", ["orders"], false],
].map(([key, name, requires, recommended]) => ({
  key,
  name,
  description: `What ${name} brings to the restaurant, in one sentence`,
  requires,
  recommended,
  pages: [],
}))
