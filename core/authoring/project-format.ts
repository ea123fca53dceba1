import { spawnSync } from "node:child_process"
import { join } from "node:path"

/** How long a line gets depends on the names in it, so the project's formatter breaks it. Without one nothing happens. */
export const formatted = (project: string, files: ReadonlyArray<string>): void => {
  const known = files.filter((file) => /\.(tsx?|json)$/.test(file))
  spawnSync(join(project, "node_modules", ".bin", "biome"), ["check", "--write", ...known], {
    cwd: project,
  })
}
