import { execFile } from "node:child_process"
import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, it, onTestFinished } from "vitest"

const root = join(import.meta.dirname, "..", "..")

it("leaves the compiled form of the hub and its plugins beside the installed packages", async () => {
  const copy = await mkdtemp(join(tmpdir(), "heard-ahead-"))
  onTestFinished(() => rm(copy, { recursive: true, force: true }))
  for (const folder of ["core", "actors", "devices", "plugins", "sql", "package.json"])
    await cp(join(root, folder), join(copy, folder), { recursive: true })
  await mkdir(join(copy, "node_modules"))
  for (const name of await readdir(join(root, "node_modules")))
    if (name !== ".cache")
      await symlink(join(root, "node_modules", name), join(copy, "node_modules", name))
  await promisify(execFile)(process.execPath, ["core/compile-ahead.ts"], { cwd: copy })
  const kept = await readdir(join(copy, "node_modules", ".cache", "compiled"), { recursive: true })
  expect(kept.length).toBeGreaterThan(500)
})
