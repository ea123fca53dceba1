import { spawnSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll } from "vitest"

const project = join(import.meta.dirname, "..", "..", "..")

/** The project with room for further plugins: what it holds itself is linked, `plugins/` begins with `orders`. */
export interface Checkout {
  readonly folder: string
  readonly write: (files: Readonly<Record<string, string>>) => void
  /** What formatter, linter and compiler say of everything that was put into it; empty when nothing is wrong. */
  readonly complaints: () => string
}

/** Gone after the file. */
export const checkout = (): Checkout => {
  const folder = mkdtempSync(join(tmpdir(), "heard-checkout-"))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const name of ["package.json", ".biome.jsonc"])
    cpSync(join(project, name), join(folder, name))
  mkdirSync(join(folder, "plugins"))
  mkdirSync(join(folder, "test", "plugins"), { recursive: true })
  // Copied, for it is found as a plugin: most others require it.
  cpSync(join(project, "plugins", "orders"), join(folder, "plugins", "orders"), { recursive: true })
  for (const name of [
    "node_modules",
    "core",
    "actors",
    "devices",
    "sql",
    "test/support",
    "test/contract",
    "test/fixtures",
  ])
    symlinkSync(join(project, name), join(folder, name))
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: join(project, "tsconfig.json"),
      compilerOptions: { typeRoots: [join(project, "node_modules", "@types")] },
      include: ["plugins/*", "test/plugins"],
    }),
  )
  const run = (command: string, ...args: ReadonlyArray<string>): string => {
    const { stdout, stderr, status } = spawnSync(
      join(folder, "node_modules", ".bin", command),
      args,
      { cwd: folder, encoding: "utf8" },
    )
    return status === 0 ? "" : `${command}: ${stdout}${stderr}`
  }
  return {
    folder,
    write: (files) => {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      }
    },
    complaints: () => {
      // Of the project's own files, which the compiler reads too, its own check speaks.
      const types = run("tsc", "--pretty", "false")
        .split("\n")
        .filter((line) => /^(plugins|test\/plugins)\//.test(line))
      return [run("biome", "check", "plugins", "test/plugins"), ...types].join("\n").trim()
    },
  }
}
