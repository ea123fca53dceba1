import { randomUUID } from "node:crypto"
import { layer } from "@effect/vitest"
import { Effect } from "effect"
import { expect } from "vitest"
import { openApi } from "#core/http/openapi.ts"
import { pluginRoutes } from "#core/http/plugin-routes.ts"
import { Setups } from "#core/hub/setup.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { HubLog, json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()

layer(pluginHub(database))("the plugins of this repository", (it) => {
  it.effect("[PLUGIN-6] are all sound", () =>
    Effect.gen(function* () {
      const { discovered } = yield* PluginHost
      expect(discovered.flatMap(({ key, problems }) => problems.map((one) => [key, one]))).toEqual(
        [],
      )
      expect(discovered.map(({ key, loaded }) => [key, loaded])).toEqual(
        [
          "catalog_product",
          "config",
          "devices",
          "floor_plan",
          "home_assistant",
          "kds",
          "orders",
          "printer",
          "users",
        ].map((key) => [key, true]),
      )
    }),
  )

  it.effect("[GUARD-1] have no route that runs without its permission", () =>
    Effect.gen(function* () {
      const host = yield* PluginHost
      const nobody = owner(yield* newTenant, [])
      expect(host.routes.length).toBeGreaterThan(50)
      for (const route of host.routes) {
        expect(route.permission.startsWith(`${route.plugin}.`), route.path).toBe(true)
        const refusal = yield* Effect.flip(
          host.call(nobody, route, {
            requestId: "r1",
            params: {},
            query: {},
            body: {},
            rawBody: {},
          }),
        )
        expect(refusal, `${route.method} ${route.path}`).toMatchObject({
          code: "AUTH_FORBIDDEN",
          meta: { permission: route.permission },
        })
      }
    }),
  )

  it.effect("[PLUGIN-7] are described in the OpenAPI document by the Schemas that check them", () =>
    Effect.gen(function* () {
      const host = yield* PluginHost
      const { paths, components } = openApi({
        version: "1.0.0",
        routes: pluginRoutes(host, "/api"),
      })
      for (const { plugin, method, path } of host.routes)
        expect(
          paths[`/api/plugins/${plugin}${path.replaceAll(/:(\w+)/g, "{$1}")}`]?.[
            method.toLowerCase()
          ],
          `${method} ${path}`,
        ).toBeDefined()
      expect(Object.keys(components.schemas)).toEqual(
        expect.arrayContaining(["ModifierGroup", "NewStation", "PrinterChange", "Order"]),
      )
    }),
  )

  it.effect("[IDEM-1] answer a repeated Idempotency-Key with the stored answer, once stored", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const key = { idempotencyKey: "k1" }
      const body = { name: "Terrace" }
      const answers = yield* Effect.all(
        Array.from({ length: 5 }, () => request(ana, "POST", "floor_plan/rooms", body, key)),
        { concurrency: "unbounded" },
      )
      expect(new Set(answers.map((answer) => json(answer)["id"])).size).toBe(1)
      expect(
        answers.filter((answer) => "headers" in answer && answer.headers !== undefined),
      ).toHaveLength(4)
      for (const other of [
        request(ana, "POST", "floor_plan/rooms", { name: "Bar" }, key),
        request(ana, "POST", "kds/screens", body, key),
      ])
        expect(yield* Effect.flip(other)).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
      yield* request(owner(yield* newTenant), "POST", "floor_plan/rooms", { name: "Bar" }, key)
    }),
  )

  it.effect("[IDEM-2] forget a key with whatever was refused", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const key = { idempotencyKey: "k2" }
      const roomId = randomUUID()
      const table = { name: "1", roomId }
      expect(
        yield* Effect.flip(request(ana, "POST", "floor_plan/tables", table, key)),
      ).toMatchObject({ code: "ROOM_UNKNOWN" })
      yield* request(ana, "POST", "floor_plan/rooms", { id: roomId, name: "Terrace" })
      expect(yield* request(ana, "POST", "floor_plan/tables", table, key)).toMatchObject({
        status: 201,
      })
    }),
  )

  it.effect("[SETUP-1] show a change in the restaurant's picture before they answer", () =>
    Effect.gen(function* () {
      const tenant = yield* newTenant
      const ana = owner(tenant)
      const setups = yield* Setups
      const pictures: Array<ReadonlyArray<boolean>> = []
      const stop = setups.onChange((changed, { menu }) => {
        if (changed === tenant)
          pictures.push([...menu.products.values()].map(({ available }) => available))
      })
      const category = json(
        yield* request(ana, "POST", "catalog_product/categories", { name: "Grill" }),
      )
      const burger = json(
        yield* request(ana, "POST", "catalog_product/products", {
          name: "Burger",
          price: 1790,
          categoryId: category["id"],
        }),
      )
      yield* request(ana, "PATCH", `catalog_product/products/${burger["id"]}`, {
        available: false,
      })
      stop()
      yield* request(ana, "DELETE", `catalog_product/products/${burger["id"]}`)
      expect(pictures).toEqual([[], [true], [false]])
      expect((yield* setups.get(tenant)).menu.products.size).toBe(0)
    }),
  )

  it.effect("[PRINTER-1] ask the printer's actor for everything that prints", () =>
    Effect.gen(function* () {
      const { commands } = yield* HubLog
      const ana = owner(yield* newTenant)
      const deviceId = randomUUID()
      const printer = json(
        yield* request(ana, "POST", "printer/printers", { name: "Bar", deviceId, columns: 32 }),
      )
      expect(
        yield* Effect.flip(request(ana, "POST", "printer/printers", { name: "Two", deviceId })),
      ).toMatchObject({ code: "DEVICE_TAKEN" })
      const test = yield* request(ana, "POST", `printer/printers/${printer["id"]}/test`)
      expect(test).toMatchObject({ status: 201 })
      expect(commands.at(-1)).toMatchObject({
        op: "testPage",
        args: { printerId: printer["id"] },
      })
      const jobId = randomUUID()
      for (const [verb, op] of [
        ["cancel", "cancelJob"],
        ["retry", "retryJob"],
        ["confirm", "confirmJob"],
        ["reprint", "reprintJob"],
      ]) {
        yield* request(ana, "POST", `printer/jobs/${jobId}/${verb}`)
        expect(commands.at(-1)).toMatchObject({ op, args: { jobId } })
      }
      const again = { orderId: randomUUID(), station: "bar", rev: 3 }
      yield* request(ana, "POST", "printer/reprints", again)
      expect(commands.at(-1)).toMatchObject({ op: "reprintTicket", args: again })
      for (const missing of [
        request(ana, "GET", `printer/jobs/${jobId}`),
        request(ana, "GET", `printer/jobs/${jobId}/preview.png`),
        request(ana, "GET", `printer/jobs/${jobId}/preview.pdf`),
        request(ana, "POST", "printer/jobs/x/retry"),
        request(ana, "POST", `printer/printers/${randomUUID()}/test`),
      ])
        expect(yield* Effect.flip(missing)).toMatchObject({
          code: expect.stringMatching(/^(JOB|PRINTER)_NOT_FOUND$/),
        })
    }),
  )

  it.effect("[DEVICES-1] say which devices are connected at this moment", () =>
    Effect.gen(function* () {
      const { present } = yield* HubLog
      const ana = owner(yield* newTenant)
      const add = (name: string) =>
        Effect.map(request(ana, "POST", "devices/devices", { kind: "kds", name }), json)
      const here = yield* add("Grill screen")
      yield* add("Old tablet")
      present.push(String(here["id"]))
      const list = json(yield* request(ana, "GET", "devices/devices"))
      expect(list["items"]).toMatchObject([
        { name: "Grill screen", present: true, wire: "ws" },
        { name: "Old tablet", present: false },
      ])
    }),
  )

  it.effect("[MENU-1] refuse a question that nobody could answer", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const group = (more: object) =>
        request(ana, "POST", "catalog_product/modifierGroups", {
          name: "Cooking",
          options: [{ name: "Bleu" }, { name: "À point" }],
          ...more,
        })
      expect(json(yield* group({ min: 1 }))).toMatchObject({
        min: 1,
        max: 1,
        options: [{ id: "bleu", kind: "add", price: 0 }, { id: "a-point" }],
      })
      for (const [wrong, path] of [
        [{ min: 2, max: 1 }, "min"],
        [{ min: 3, max: 3 }, "min"],
        [{ options: [{ name: "Bleu" }, { id: "bleu", name: "Blue" }] }, "options.1.id"],
      ] as const)
        expect(yield* Effect.flip(group(wrong))).toMatchObject({
          code: "VALIDATION_FAILED",
          meta: { issues: [{ path }] },
        })
    }),
  )
})
