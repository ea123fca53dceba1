import { spawnSync } from "node:child_process"
import { existsSync, globSync, statSync } from "node:fs"
import { join } from "node:path"
import type { TestProject } from "vitest/node"

declare module "vitest" {
  interface ProvidedContext {
    /** What the builder said when the pages could not be built; empty when they are good. */
    readonly pagesProblem: string
  }
}

const root = join(import.meta.dirname, "../../..")

/**
 * Before any test: pages that are older than what they are made of would prove nothing. Pages that cannot be built fail
 * the browser tests, and no others.
 */
export const setup = ({ provide }: TestProject): void => {
  provide("pagesProblem", isFresh() ? "" : build())
}

const isFresh = (): boolean => {
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
  return existsSync(built) && statSync(built).mtimeMs > newest
}

const build = (): string => {
  const vite = join(root, "node_modules/vite/bin/vite.js")
  const { status, stderr } = spawnSync(process.execPath, [vite, "build", "--logLevel", "error"], {
    cwd: root,
    encoding: "utf8",
    // The runner says "test", which would build React's slow half; the pages are tested as they are served.
    env: { ...process.env, NODE_ENV: "production" },
  })
  return status === 0 ? "" : `The pages could not be built.\n${stderr}`
}
