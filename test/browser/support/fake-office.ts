import type {
  DeadLetter,
  StoredEvent,
  SubscriptionState,
} from "#core/plugins/bus/event-subscriptions.ts"
import type { Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import type { AuditEntry } from "#core/security/audit.ts"
import type { Rest } from "./fake-hub.ts"

/** A restaurant whose back office has something on every page: failures, an upgrade, dead letters, people, roles. */
export const officeRest =
  (permissions: ReadonlyArray<string> = ["*"]): Rest =>
  ({ method, path, query, body }) => {
    const good = (json: unknown, status = 200) => ({ status, json })
    const list = (items: ReadonlyArray<unknown>) =>
      good({ items, total: items.length, page: Number(query.get("page") ?? 1), size: 50 })
    if (path === "/auth/me") return good({ ...me, permissions })
    if (path === "/ui/manifest") return good({ pages, nav: [], slots: [] })
    if (path.startsWith("/ui/slots/")) return good([])
    if (path === "/setup/status") return good({ open: true, version: "0.1.0" })
    if (path === "/setup/plugins") return good({ items: setupChoices })
    if (path === "/setup/bootstrap")
      return good(
        {
          code: "VALIDATION_FAILED",
          detail: "meta.issues says why",
          meta: {
            issues: [
              {
                path: "admin.password",
                message: "It is one of the passwords that are tried first",
              },
            ],
          },
        },
        422,
      )
    if (path === "/plugins/users/users") return list(people)
    if (path === "/plugins/users/roles") return list(roles)
    if (!path.startsWith(tenant)) return undefined
    const rest = path.slice(tenant.length)
    if (rest === "/plugins") return list(plugins)
    if (rest === "/permissions") return list(catalogue)
    if (rest.endsWith("/config"))
      return method === "GET"
        ? good(settings)
        : good(
            {
              code: "CONFIG_INVALID",
              detail: "The settings do not fit",
              meta: {
                issues: [{ path: "warnAfterMinutes", message: "Expected a value up to 120" }],
              },
            },
            422,
          )
    if (body["dryRun"] === true && rest.startsWith("/plugins/")) return good(plan)
    if (method === "POST" && rest.startsWith("/plugins/")) return good(running, 202)
    if (rest === "/operations") return list([failed])
    if (rest.startsWith("/operations/")) return good(running)
    if (rest === "/events") return list(events)
    if (rest === "/subscriptions") return list(subscriptions)
    if (rest === "/dead-letters") return list(letters)
    if (rest.endsWith("/replay")) return good({ matched: 12 })
    if (rest === "/audit/verify") return good({ lines: 128, broken: null })
    if (rest === "/audit") return list(audit)
    return undefined
  }

const tenantId = "0193f4c0-0000-7000-8000-000000000001"
const tenant = `/tenants/${tenantId}`
const at = "2026-11-20T18:02:11.120Z"

const me = {
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

const pages = [
  page("/kds", "kds", "KdsPage", "Kitchen", "flame"),
  page("/admin/people", "users", "PeoplePage", "People", "people"),
  page("/admin/roles", "users", "RolesPage", "Roles", "key"),
  page("/admin/restaurant", "config", "RestaurantPage", "Restaurant", "house"),
  page("/admin/plugins", "core", "PluginsSection", "Plugins", "plug"),
  page("/admin/events", "core", "EventsSection", "Events", "waves"),
  page("/admin/settings", "core", "SettingsSection", "Settings", "gear"),
  page("/admin/audit", "core", "AuditSection", "Audit log", "shield"),
]

const plugin = (key: string, name: string, rest: Partial<PluginOverview> = {}): PluginOverview => ({
  key,
  name,
  description: `What ${name} brings to the restaurant, in one sentence`,
  version: "1.0.0",
  desired: "enabled",
  actual: "enabled",
  installedVersion: "1.0.0",
  upgradeAvailable: false,
  health: "ok",
  lag: 0,
  lastError: null,
  requires: [],
  dependents: [],
  problems: [],
  settingsSchema: null,
  enabledAt: at,
  ...rest,
})

const plugins: ReadonlyArray<PluginOverview> = [
  plugin("kds", "Kitchen display", { dependents: ["catalog_product", "printer"] }),
  plugin("catalog_product", "Menu", {
    requires: ["kds"],
    upgradeAvailable: true,
    version: "1.1.0",
  }),
  plugin("printer", "Kitchen printers", {
    requires: ["kds", "devices"],
    health: "failing",
    lag: 42,
    lastError: { code: "PLUGIN_ERROR", detail: "Cannot read properties of undefined", at },
  }),
  plugin("devices", "Devices", { dependents: ["printer"] }),
  plugin("orders", "Orders", { actual: "quarantined", health: "quarantined", lag: 3 }),
  plugin("floor_plan", "Floor plan", {
    desired: "installed",
    actual: "installed",
    health: "stopped",
    enabledAt: null,
  }),
  plugin("config", "Restaurant", {
    settingsSchema: {
      schema: {
        type: "object",
        properties: {
          greeting: { type: "string", maxLength: 60, title: "Greeting on the board" },
          warnAfterMinutes: {
            type: "integer",
            minimum: 1,
            maximum: 120,
            title: "Warn after (minutes)",
            description: "A ticket older than this turns amber",
          },
          sound: { type: "boolean", title: "Sound for new tickets" },
          layout: { type: "string", enum: ["grid", "columns"] },
          opensAt: { type: "string" },
          taxes: {
            type: "array",
            title: "Taxes",
            items: { $ref: "#/$defs/Tax" },
          },
        },
      },
      definitions: {
        Tax: {
          type: "object",
          properties: {
            name: { type: "string" },
            rate: { type: "integer", title: "Rate (hundredths of a percent)" },
            included: { type: "boolean", title: "Included in the price" },
          },
        },
      },
    },
  }),
  plugin("loyalty", "Loyalty cards", {
    desired: "absent",
    actual: "absent",
    installedVersion: null,
    health: "stopped",
    requires: ["orders", "floor_plan"],
    enabledAt: null,
  }),
  plugin("delivery", "Delivery", {
    desired: "absent",
    actual: "absent",
    installedVersion: null,
    health: "stopped",
    enabledAt: null,
    problems: [{ code: "DEPENDENCY_MISSING", detail: 'It requires "maps", which is not there' }],
  }),
]

const settings = {
  greeting: "Bon appétit",
  warnAfterMinutes: 12,
  sound: true,
  layout: "grid",
  opensAt: "11:30",
  taxes: [
    { name: "TVA", rate: 1000, included: true },
    { name: "TVA alcool", rate: 2000, included: true },
  ],
}

const plan = {
  plugin: "catalog_product",
  kind: "upgrade",
  steps: ["expand catalog_product 1.1.0", "seed catalog_product", "start catalog_product 1.1.0"],
  others: [],
  migrations: [
    { name: "0002-allergens.sql", tookMs: 14, locks: ["product"], rewrites: [] },
    { name: "0003-index.sql", tookMs: 3, locks: [], rewrites: [] },
  ],
}

const operation = (rest: Partial<Operation>): Operation => ({
  id: "0193f4c0-0000-7000-8000-00000000000a",
  tenantId,
  plugin: "catalog_product",
  kind: "upgrade",
  status: "running",
  step: 1,
  steps: plan.steps,
  percent: 40,
  log: [{ at, text: "Tables of 1.1.0 are ready" }],
  error: null,
  requestedBy: "margaux",
  createdAt: at,
  finishedAt: null,
  ...rest,
})
const running = operation({})
const failed = operation({
  id: "0193f4c0-0000-7000-8000-00000000000b",
  plugin: "printer",
  kind: "enable",
  status: "failed",
  error: { code: "PLUGIN_START_FAILED", detail: "connect ECONNREFUSED 192.168.1.40:9100" },
  finishedAt: at,
})

const events: ReadonlyArray<StoredEvent> = Array.from({ length: 12 }, (_, n) => ({
  position: 4212 - n,
  topic: ["orders.order_placed@1", "printer.job_queued@1", "kds.ticket_bumped@1"][n % 3] ?? "",
  key: `0193f4c0-0000-7000-8000-0000000010${String(n).padStart(2, "0")}`,
  at,
  payload: {
    orderId: "0193f4c0",
    number: String(40 + n),
    type: "dineIn",
    lines: [{ quantity: 2 }],
  },
}))

const subscriptions: ReadonlyArray<SubscriptionState> = [
  {
    id: "printer.chits",
    plugin: "printer",
    topic: "orders.order_fired@1",
    state: "blocked",
    position: 4100,
    lag: 112,
    retrying: 1,
    deadLetters: 2,
  },
  {
    id: "kds.tickets",
    plugin: "kds",
    topic: "orders.order_placed@1",
    state: "running",
    position: 4212,
    lag: 0,
    retrying: 0,
    deadLetters: 0,
  },
  {
    id: "loyalty.points",
    plugin: "loyalty",
    topic: "orders.order_closed@1",
    state: "paused",
    position: 4000,
    lag: 21,
    retrying: 0,
    deadLetters: 0,
  },
]

const letters: ReadonlyArray<DeadLetter> = [4101, 4107].map((position) => ({
  subscription: "printer.chits",
  plugin: "printer",
  position,
  topic: "orders.order_fired@1",
  key: "0193f4c0-0000-7000-8000-000000001003",
  attempts: 8,
  error: "TypeError: Cannot read properties of undefined (reading 'station')",
  failedAt: at,
  payload: { orderId: "0193f4c0", station: null },
}))

const audit: ReadonlyArray<AuditEntry> = [
  ["plugin.enabled", "plugin/kds", null, { version: "1.0.0" }],
  ["user.password_changed", "user/0193f4c0", null, null],
  ["role.changed", "role/waiter", { permissions: ["orders.read"] }, { permissions: ["orders.*"] }],
].map(([action, target, before, after], n) => ({
  seq: 128 - n,
  at,
  by: { kind: "user", id: "0193f4c0-0000-7000-8000-0000000000f1", name: "Margaux Perrin" },
  action: String(action),
  target: String(target),
  address: "192.168.1.20",
  before,
  after,
  hash: "3f1c9ae2b8d04c1e7f5a6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a",
}))

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
const people = [
  person(1, "Margaux Perrin", "owner"),
  person(2, "Youssef Amrani", "chef"),
  person(3, "Ludivine Roche", "waiter"),
  person(4, "Tom Keller", "waiter", { disabled: true }),
]

const roles = [
  { key: "owner", name: "Owner", permissions: ["*"], builtIn: true },
  { key: "chef", name: "Chef", permissions: ["kds.*", "orders.order.read"], builtIn: true },
  { key: "waiter", name: "Waiter", permissions: ["orders.order.place"], builtIn: true },
  { key: "night", name: "Night porter", permissions: [], builtIn: false },
]

const catalogue = [
  ["core.plugins.read", "core", "See what the restaurant runs"],
  ["core.plugins.manage", "core", "Change what the restaurant runs"],
  ["users.read", "users", "See people and roles"],
  ["users.manage", "users", "Change people and roles"],
  ["kds.read", "kds", "See stations and screens"],
  ["kds.ticket.bump", "kds", "Bump and recall tickets"],
  ["orders.order.read", "orders", "See orders and their history"],
  ["orders.order.place", "orders", "Place orders, add lines, send, hold and fire them"],
].map(([code, plugin, label]) => ({ code, plugin, label }))

const setupChoices = [
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
