import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll } from "vitest"
import { entry, manifest } from "#test/core/plugins/plugin-folders.ts"

const requires = (key: string): string => `[requires]\n${key} = "^1.0.0"\n`

/** Every way in which a plugin can be wrong before anybody asks it, and one that is wrong half way. */
const files: Readonly<Record<string, string>> = {
  "torn/module.toml": 'key = "torn"\nname = ',
  "throws/module.toml": manifest("throws"),
  "throws/plugin.ts": "throw new Error('while it is loaded')",
  "circle_a/module.toml": `${manifest("circle_a")}${requires("circle_b")}`,
  "circle_a/plugin.ts": entry("circle_a"),
  "circle_b/module.toml": `${manifest("circle_b")}${requires("circle_a")}`,
  "circle_b/plugin.ts": entry("circle_b"),
  "lonely/module.toml": `${manifest("lonely")}${requires("ghost")}`,
  "lonely/plugin.ts": entry("lonely"),
  "picky/module.toml": `${manifest("picky")}[requires]\norders = "^9.0.0"\n`,
  "picky/plugin.ts": entry("picky"),
  "twin/module.toml": manifest("orders"),
  "twin/plugin.ts": entry("orders"),
  "cracked/module.toml": manifest("cracked", 'migrations = { dir = "migrations" }'),
  "cracked/plugin.ts": entry("cracked"),
  "cracked/migrations/expand/0001-init.sql": `create table plg_cracked.good (tenant_id uuid primary key);
    select core.isolate('plg_cracked.good');
    create table plg_cracked.bad (tenant_id uuid references plg_cracked.nobody);
    select core.isolate('plg_cracked.bad');`,
  "half_way/module.toml": manifest("half_way", 'migrations = { dir = "migrations" }'),
  "half_way/plugin.ts": entry("half_way"),
  "half_way/migrations/expand/0001-init.sql": `create table plg_half_way.fuse (
      tenant_id uuid primary key, armed int not null, burnt int not null default 0);
    select core.isolate('plg_half_way.fuse');`,
  "half_way/migrations/tenant/0001-first.sql": "update fuse set burnt = burnt + 1;",
  // Divides by zero wherever the fuse is armed.
  "half_way/migrations/tenant/0002-second.sql":
    "update fuse set burnt = burnt + 10;\nupdate fuse set burnt = burnt + 100 / (1 - armed);",
}

/** @returns the folders by the names of their packages; they are gone after the file that asked */
export const badPluginFolders = (): Readonly<Record<string, string>> => {
  const root = mkdtempSync(join(tmpdir(), "heard-bad-plugins-"))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const folders = new Set(Object.keys(files).map((name) => name.split("/")[0] ?? ""))
  return Object.fromEntries([...folders].map((name) => [`heard-${name}`, join(root, name)]))
}
