import { bistroSetup, keptOfMenu } from "./bistro-setup.ts"
import type { Rest } from "./fake-hub.ts"
import { devices, pairing, printers, profiles, wayIn } from "./office-devices.ts"
import { rooms, tables } from "./office-floor.ts"
import { keptOfKitchen, screens, stations } from "./office-kitchen.ts"
import { audit, events, letters, subscriptions } from "./office-log.ts"
import { keptOrders } from "./office-orders.ts"
import { catalogue, me, pages, people, roles, setupChoices } from "./office-people.ts"
import { failed, plan, plugins, running, settings, tenantId } from "./office-plugins.ts"
import { restaurant } from "./office-restaurant.ts"

/** A restaurant whose back office has something on every page: failures, an upgrade, dead letters, people, roles. */
export const officeRest =
  (permissions: ReadonlyArray<string> = ["*"]): Rest =>
  ({ method, path, query, body, tenant: chosen }) => {
    const good = (json: unknown, status = 200) => ({ status, json })
    const list = (items: ReadonlyArray<unknown>) =>
      good({ items, total: items.length, page: Number(query.get("page") ?? 1), size: 50 })
    if (path === "/auth/me")
      return good({ ...me, permissions, ...(chosen !== undefined && { tenantId: chosen }) })
    if (path === "/ui/manifest") return good({ pages, nav: [], slots: [] })
    if (path.startsWith("/ui/slots/")) return good(fillings[path.slice("/ui/slots/".length)] ?? [])
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
    if (path === "/plugins/config/restaurant") return good(restaurant)
    if (path === "/plugins/users/users") return list(people)
    if (path === "/plugins/users/roles") return list(roles)
    if (path === "/plugins/devices/devices") return list(devices)
    if (path === `/plugins/devices/pairings/${pairing.userCode}`) return good(pairing)
    if (path === "/plugins/devices/claims") return good(wayIn, 201)
    if (path === "/plugins/printer/printers") return list(printers)
    if (path === "/plugins/printer/profiles") return good({ items: profiles })
    const kept = keptOfMenu(path) ?? keptOfKitchen(path) ?? keptOrders(path, query)
    if (kept !== undefined) return good(kept)
    if (path === "/plugins/catalog_product/categories") return list(bistroSetup.menu.categories)
    if (path === "/plugins/catalog_product/products")
      return list([...bistroSetup.menu.products.values()])
    if (path === "/plugins/floor_plan/rooms") return list(rooms)
    if (path === "/plugins/floor_plan/tables") return list(tables)
    if (path === "/plugins/kds/screens") return list(screens)
    if (path === "/plugins/kds/stations") return list(stations)
    if (method === "PATCH" && path.startsWith("/plugins/devices/")) return good({})
    if (method === "POST" && /^\/plugins\/(printer|devices)\//.test(path)) return good({})
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

const tenant = `/tenants/${tenantId}`

const fillings: Readonly<Record<string, ReadonlyArray<object>>> = {
  "admin.dashboard": [{ plugin: "devices", component: "ConnectedDevicesSlot" }],
  "admin.attention": [
    { plugin: "devices", component: "FleetAttentionSlot" },
    { plugin: "kds", component: "UnshownAttentionSlot" },
  ],
}
