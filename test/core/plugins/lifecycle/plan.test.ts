import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { plan } from "#core/plugins/lifecycle/plan.ts"
import type { ChangeRequest } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { problemsOfSteps, unmet } from "#core/plugins/lifecycle/still-possible.ts"
import type { World } from "#core/plugins/lifecycle/world.ts"
import type { ActualState, TenantPlugin } from "#core/plugins/plugin-states.ts"
import { examplePlugins, loadedPlugin, worldOf } from "./example-plugins.ts"

const install = (plugin: string, more: object = {}): ChangeRequest => ({
  kind: "install",
  plugin,
  withRequirements: false,
  enable: true,
  seed: "none",
  ...more,
})
const enable = (plugin: string, withRequirements = false): ChangeRequest => ({
  kind: "enable",
  plugin,
  withRequirements,
  events: "catchUp",
})
const disable = (plugin: string, cascade = false): ChangeRequest => ({
  kind: "disable",
  plugin,
  cascade,
  drainTimeoutMs: 1_000,
})

const codes = (world: World, request: ChangeRequest) =>
  Result.match(plan(world, request), {
    onSuccess: () => [],
    onFailure: (problems) => problems.map(({ code }) => code),
  })
const flips = (world: World, request: ChangeRequest) =>
  Result.match(plan(world, request), {
    onFailure: (problems) => problems.map(({ code }) => code),
    onSuccess: ({ steps }) =>
      steps.flatMap((step) => (step.do === "flip" ? [`${step.plugin} ${step.what}`] : [])),
  })

const off = { actual: "installed", desired: "installed" } as const
const gone = { actual: "absent", desired: "absent" } as const

describe("the plan of a change", () => {
  it("[PLAN-1] brings requirements along in order, and only those that are missing", () => {
    expect(flips(worldOf({}), install("loyalty", { withRequirements: true }))).toEqual([
      "menu installed",
      "menu enabled",
      "orders installed",
      "orders enabled",
      "loyalty installed",
      "loyalty enabled",
    ])
    expect(
      flips(worldOf({ menu: {}, orders: off, loyalty: off }), enable("loyalty", true)),
    ).toEqual(["orders enabled", "loyalty enabled"])
    expect(
      flips(worldOf({}), install("orders", { withRequirements: true, enable: false })),
    ).toEqual(["menu installed", "orders installed"])
  })

  it("[PLAN-2] takes dependents along when it may, those that stand furthest first", () => {
    const world = worldOf({ menu: {}, orders: {}, loyalty: {}, printer: off })
    expect(codes(world, disable("menu"))).toEqual(["DEPENDENTS_ENABLED"])
    expect(flips(world, disable("menu", true))).toEqual([
      "loyalty disabled",
      "orders disabled",
      "menu disabled",
    ])
    expect(codes(world, { kind: "uninstall", plugin: "menu", data: "keep" })).toEqual([
      "DEPENDENTS_INSTALLED",
    ])
  })

  it("[PLAN-3] names everything that speaks against a change at once", () => {
    const world = worldOf(
      { menu: off, notes: { installedVersion: "2.0.0", ...gone } },
      {
        plugins: new Map([
          ...examplePlugins,
          ["wide", loadedPlugin("wide", { requires: { menu: "*", orders: "*" } })],
        ]),
      },
    )
    expect(codes(world, install("wide"))).toEqual(["DEPENDENCY_MISSING", "DEPENDENCY_NOT_ENABLED"])
    expect(codes(world, install("notes", { config: { colour: "green" } }))).toEqual([
      "DOWNGRADE_REFUSED",
      "CONFIG_INVALID",
    ])
    expect(
      codes(world, { kind: "uninstall", plugin: "menu", data: "purge", confirm: "bistrot" }),
    ).toEqual(["CONFIRM_MISMATCH"])
  })

  it("[PLAN-4] says what keeps a plugin of this hub from being loaded", () => {
    const world = worldOf(
      {},
      {
        discovered: [
          {
            key: "broken",
            name: "Broken",
            version: "1.0.0",
            description: "",
            loaded: false,
            problems: [
              { code: "DEPENDENCY_CYCLE", detail: "a, b" },
              { code: "HOST_INCOMPATIBLE", detail: "^2" },
              { code: "MANIFEST_INVALID", detail: "name" },
            ],
          },
        ],
      },
    )
    expect(codes(world, install("broken"))).toEqual([
      "DEPENDENCY_CYCLE",
      "HOST_INCOMPATIBLE",
      "PLUGIN_NOT_LOADED",
    ])
    expect(codes(world, install("nothing"))).toEqual(["PLUGIN_UNKNOWN"])
    expect(codes(world, disable("broken"))).toEqual(["PLUGIN_NOT_INSTALLED"])
    expect(codes(world, disable("nothing"))).toEqual(["PLUGIN_UNKNOWN"])
  })

  it("[PLAN-5] upgrades the data to what the hub has, and never goes back", () => {
    const newer = new Map([...examplePlugins, ["menu", loadedPlugin("menu", { version: "1.2.0" })]])
    const at = (installedVersion: string, actual: ActualState = "enabled") =>
      worldOf({ menu: { installedVersion, actual } }, { plugins: newer })
    const upgrade = (to?: string): ChangeRequest => ({
      kind: "upgrade",
      plugin: "menu",
      ...(to === undefined ? {} : { to }),
    })
    expect(flips(at("1.0.0"), upgrade())).toEqual(["menu upgraded"])
    expect(flips(at("1.0.0"), upgrade("1.2.0"))).toEqual(["menu upgraded"])
    expect(codes(at("1.2.0"), upgrade())).toEqual(["ALREADY_CURRENT"])
    expect(codes(at("1.3.0"), upgrade())).toEqual(["DOWNGRADE_REFUSED"])
    expect(codes(at("1.1.0"), upgrade("1.0.0"))).toEqual(["DOWNGRADE_REFUSED"])
    expect(codes(at("1.0.0"), upgrade("1.1.0"))).toEqual(["VERSION_NOT_LOADED"])
    expect(codes(at("1.0.0", "absent"), upgrade())).toEqual(["PLUGIN_NOT_INSTALLED"])
  })

  it("[PLAN-6] seeds no data over what an uninstall kept", () => {
    const seeded = new Map([
      [
        "menu",
        loadedPlugin(
          "menu",
          {},
          {},
          {
            seed: () => {
              throw new Error("Not in this test")
            },
          },
        ),
      ],
    ])
    const steps = (states: Readonly<Record<string, Partial<TenantPlugin>>>) =>
      Result.getOrThrow(
        plan(worldOf(states, { plugins: seeded }), install("menu", { seed: "demo" })),
      ).steps.map((step) => step.do)
    expect(steps({})).toContain("seed")
    expect(steps({ menu: gone })).not.toContain("seed")
  })

  it("[PLAN-7] lets a plugin that left the hub be stopped and removed", () => {
    const world = worldOf({ former: {} })
    expect(flips(world, disable("former"))).toEqual(["former disabled"])
    expect(
      flips(world, { kind: "uninstall", plugin: "former", data: "purge", confirm: "bistro" }),
    ).toEqual(["former disabled", "former uninstalled"])
  })

  it("[PLAN-8] leaves whatever stands with all that it requires, whatever is asked in whatever order", () => {
    const keys = [...examplePlugins.keys(), "nothing"]
    const request: fc.Arbitrary<ChangeRequest> = fc
      .record({
        plugin: fc.constantFrom(...keys),
        kind: fc.constantFrom("install", "enable", "disable", "upgrade", "uninstall", "release"),
        yes: fc.boolean(),
        also: fc.boolean(),
      })
      .map(
        ({ plugin, kind, yes, also }) =>
          ({
            plugin,
            kind,
            withRequirements: yes,
            enable: also,
            seed: "none",
            events: "skip",
            cascade: yes,
            drainTimeoutMs: 0,
            data: also ? "purge" : "keep",
            confirm: "bistro",
          }) as unknown as ChangeRequest,
      )
    const ask = fc.oneof(
      { weight: 8, arbitrary: request },
      { weight: 1, arbitrary: fc.constantFrom(...keys).map((plugin) => ({ breaks: plugin })) },
      // An operation that fails half way, and is gone on with later.
      { weight: 2, arbitrary: fc.record({ request, upTo: fc.nat(12) }) },
      { weight: 1, arbitrary: fc.constant("retry" as const) },
    )
    void fc.assert(
      fc.property(fc.array(ask, { maxLength: 40 }), (asked) => {
        const actual = new Map<string, ActualState>()
        let left: ReadonlyArray<Parameters<typeof problemsOfSteps>[1][number]> = []
        const world = () =>
          worldOf(Object.fromEntries([...actual].map(([key, state]) => [key, { actual: state }])))
        const carryOut = (steps: typeof left, upTo: number) => {
          for (const step of steps.slice(0, upTo)) {
            if (step.do === "flip") actual.set(step.plugin, step.actual)
            expect(unmet(examplePlugins, actual)).toEqual([])
          }
          left = steps.slice(upTo)
        }
        for (const one of asked) {
          if (one === "retry") {
            if (problemsOfSteps(world(), left).length === 0) carryOut(left, left.length)
          } else if ("breaks" in one) {
            if (actual.get(one.breaks) === "enabled") actual.set(one.breaks, "quarantined")
          } else {
            const planned = plan(world(), "request" in one ? one.request : one)
            if (Result.isFailure(planned)) expect(planned.failure.length).toBeGreaterThan(0)
            else {
              expect(problemsOfSteps(world(), planned.success.steps)).toEqual([])
              carryOut(planned.success.steps, "request" in one ? one.upTo : 1_000)
            }
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})
