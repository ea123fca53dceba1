import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"
import { type Candidate, resolvePlugins } from "#core/plugins/manifest/resolver.ts"

const plugin = (key: string, more: Partial<Manifest> = {}): Candidate => ({
  key,
  problems: [],
  manifest: {
    key,
    name: key,
    version: "1.2.0",
    description: "For a test",
    compat: { host: "^1.0.0" },
    ...more,
  },
})

const codes = (candidates: ReadonlyArray<Candidate>) =>
  Object.fromEntries(
    [...resolvePlugins(candidates).problems].map(([key, problems]) => [
      key,
      problems.map(({ code }) => code),
    ]),
  )

describe("the order of plugins", () => {
  it("[PLUGIN-1] puts a plugin after everything it requires, and after what it can use", () => {
    const { order, problems } = resolvePlugins([
      plugin("printer", { requires: { kds: "^1.0.0" }, optional: { devices: "*" } }),
      plugin("kds", { requires: { devices: ">=1.2.0" } }),
      plugin("devices", { optional: { absent: "^1.0.0" } }),
      plugin("alpha", { requires: { printer: "1.x" } }),
    ])
    expect(problems.size).toBe(0)
    expect(order).toEqual(["devices", "kds", "printer", "alpha"])
  })

  it("[PLUGIN-2] names every problem of every plugin at once", () => {
    expect(
      codes([
        plugin("old", { requires: { sound: "^2.0.0" }, compat: { host: "^9.0.0" } }),
        plugin("lonely", { requires: { nobody: "^1.0.0" } }),
        plugin("hen", { requires: { egg: "*" } }),
        plugin("egg", { requires: { hen: "*" } }),
        plugin("leaf", { requires: { lonely: "*" } }),
        plugin("renamed", { renamed_from: ["sound"] }),
        { ...plugin("folder"), manifest: { ...plugin("other").manifest } as Manifest },
        { key: "torn", problems: [{ code: "MANIFEST_UNREADABLE", detail: "line 1" }] },
        plugin("sound"),
      ]),
    ).toEqual({
      old: ["HOST_INCOMPATIBLE", "DEPENDENCY_VERSION"],
      lonely: ["DEPENDENCY_MISSING"],
      hen: ["DEPENDENCY_CYCLE"],
      egg: ["DEPENDENCY_CYCLE"],
      leaf: ["DEPENDENCY_MISSING"],
      renamed: ["KEY_DUPLICATE"],
      folder: ["KEY_MISMATCH"],
      torn: ["MANIFEST_UNREADABLE"],
    })
  })

  it("[PLUGIN-3] loads whoever requires nobody broken, whatever else there is", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.nat(9), { maxLength: 3 }), { maxLength: 9 }), (graph) => {
        const candidates = graph.map((needs, n) =>
          plugin(`p${n}`, { requires: Object.fromEntries(needs.map((need) => [`p${need}`, "*"])) }),
        )
        const { order, problems } = resolvePlugins(candidates)
        expect([...order, ...problems.keys()].sort()).toEqual(candidates.map(({ key }) => key))
        for (const [at, key] of order.entries())
          for (const need of graph[Number(key.slice(1))] ?? [])
            expect(order.slice(0, at)).toContain(`p${need}`)
      }),
    )
  })
})
