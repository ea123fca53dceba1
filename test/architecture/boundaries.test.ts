import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, resolve } from "node:path"
import { afterAll, expect, it } from "vitest"

// A boundary rule that stops matching passes silently, so every forbidden edge is planted
// in a throwaway tree under our own biome.jsonc and must be caught there.

const folders = ["core", "actors", "devices", "plugins", "sql"] as const
const edges = folders.flatMap((from) => folders.map((to) => ({ from, to })))
const allowed = ({ from, to }: (typeof edges)[number]) =>
  to === "core" || (to === from && from !== "plugins")

// Who may import a driver: the folder whose wire it is.
const owner = {
  postgres: "sql",
  "@effect/sql-pg": "sql",
  mqtt: "devices",
  aedes: "devices",
  ws: "devices",
  "socket.io": "devices",
  fastify: "core/http",
  "effect/cluster": "actors",
} as const
const drivers = folders.flatMap((from) =>
  Object.entries(owner).map(([driver, home]) => ({ from, driver, home })),
)
const fileOf = (driver: string) => `uses-${driver.replaceAll(/\W+/g, "-")}.ts`

const tree = mkdtempSync(join(tmpdir(), "boundaries-"))
afterAll(() => rmSync(tree, { recursive: true, force: true }))

cpSync(".biome.jsonc", join(tree, ".biome.jsonc"))
for (const { from, to } of edges) {
  mkdirSync(join(tree, from), { recursive: true })
  writeFileSync(
    join(tree, from, `to-${to}.ts`),
    `import type { A } from "#${to}/a.ts"\n\nexport type B = A\n`,
  )
}
for (const { from, driver } of drivers)
  writeFileSync(
    join(tree, from, fileOf(driver)),
    `import type { A } from "${driver}"\n\nexport type B = A\n`,
  )
const exceptions = [
  ["plugins/to-contract.ts", "#plugins/loyalty/contract.ts", false],
  ["core/http/uses-fastify.ts", "fastify", false],
  ["core/http/to-sql.ts", "#sql/a.ts", true],
  ["core/kitchen/to-kitchen.ts", "#core/kitchen/a.ts", false],
  ["core/kitchen/to-hub.ts", "#core/hub/a.ts", true],
  ["core/kitchen/uses-fastify.ts", "fastify", true],
] as const
for (const [file, from] of exceptions) {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), `import type { A } from "${from}"\n\nexport type B = A\n`)
}
const biome = resolve("node_modules/.bin/biome")
const { stdout } = spawnSync(biome, ["lint", "--reporter=github", "--max-diagnostics=none"], {
  cwd: tree,
  encoding: "utf8",
})
const planted = [...stdout.matchAll(/noRestrictedImports,file=(\S*\.ts),/g)].map(
  (match) => match[1] ?? "",
)
const refuses = (file: string) => planted.some((path) => path.endsWith(`/${file}`))

it.each(edges)("$from importing $to is judged as the layout says", ({ from, to }) => {
  expect(refuses(`${from}/to-${to}.ts`)).toBe(!allowed({ from, to }))
})

it.each(drivers)("$driver in $from is judged as the layout says", ({ from, driver, home }) => {
  expect(refuses(`${from}/${fileOf(driver)}`)).toBe(from !== home)
})

it.each(exceptions)("%s importing %s is refused: %s", (file, _from, refused) => {
  expect(refuses(file)).toBe(refused)
})
