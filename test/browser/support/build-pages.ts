import { execFileSync } from "node:child_process"
import { existsSync, globSync, statSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../../..")

/** Before any test: pages that are older than what they are made of would prove nothing. */
export const setup = (): void => {
  const built = join(root, "dist/ui/index.html")
  const sources = globSync(
    [
      "vite.config.ts",
      "core/{ui,client,hub,kitchen}/**/*.*",
      "{plugins/*,devices/simulators}/{ui,contract.ts}{,/**/*.*}",
    ],
    { cwd: root },
  )
  const newest = Math.max(...sources.map((file) => statSync(join(root, file)).mtimeMs))
  if (existsSync(built) && statSync(built).mtimeMs > newest) return
  execFileSync(
    process.execPath,
    [join(root, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "error"],
    { cwd: root, stdio: "inherit" },
  )
}
