import type { Operation, PluginOverview } from "#core/plugins/lifecycle/operation.ts"

export const tenantId = "0193f4c0-0000-7000-8000-000000000001"
const at = "2026-11-20T18:02:11.120Z"

const plugin = (key: string, name: string, rest: Partial<PluginOverview> = {}): PluginOverview => ({
  key,
  name,
  description: `What ${name} brings to the restaurant, in one sentence`,
  off: `Without ${name} nobody gets what it brings.`,
  version: "1.0.0",
  desired: "enabled",
  actual: "enabled",
  installedVersion: "1.0.0",
  purgeAt: null,
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

export const plugins: ReadonlyArray<PluginOverview> = [
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
    lastError: {
      code: "PLUGIN_ERROR",
      detail: "Cannot read properties of undefined",
      at,
      requestId: "0193f4c0-5d1e-7c00-9a41-6f2b8c1d7e90",
    },
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
    purgeAt: "2026-11-27T18:02:11.120Z",
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

export const settings = {
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

export const plan = {
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
export const running = operation({})
export const failed = operation({
  id: "0193f4c0-0000-7000-8000-00000000000b",
  plugin: "printer",
  kind: "enable",
  status: "failed",
  error: { code: "PLUGIN_START_FAILED", detail: "connect ECONNREFUSED 192.168.1.40:9100" },
  finishedAt: at,
})
