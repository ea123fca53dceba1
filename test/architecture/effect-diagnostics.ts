import { spawnSync } from "node:child_process"
import { resolve } from "node:path"

/**
 * Runs Effect's own diagnostics (floating effects, wrong yields) and fails when they checked next to nothing: without its
 * entry in tsconfig.json the tool looks at no file at all and reports success.
 *
 * @param fewest files that must have been looked at
 * @returns what to say and the code to exit with
 */
export const effectDiagnostics = (
  project: string,
  fewest: number,
): { readonly said: string; readonly code: number } => {
  const tool = resolve("node_modules/.bin/effect-tsgo")
  const run = spawnSync(tool, ["diagnostics", "--project", project, "--format", "json"], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  })
  const start = run.stdout.indexOf("{")
  const report = (start < 0 ? {} : JSON.parse(run.stdout.slice(start))) as Report
  const errors = (report.diagnostics ?? []).filter(({ severity }) => severity === "error")
  const checked = report.summary?.filesChecked ?? 0
  if (checked < fewest)
    return {
      said: `Only ${checked} files were checked, expected ${fewest} or more\n${run.stderr}`,
      code: 1,
    }
  const said = errors.map(({ file, line, name, message }) => `${file}:${line} ${name}: ${message}`)
  return {
    said: [...said, `${checked} files checked, ${errors.length} errors`].join("\n"),
    code: errors.length > 0 || run.status !== 0 ? 1 : 0,
  }
}

interface Report {
  readonly diagnostics?: ReadonlyArray<{
    readonly file: string
    readonly line: number
    readonly name: string
    readonly message: string
    readonly severity: string
  }>
  readonly summary?: { readonly filesChecked?: number }
}

if (import.meta.main) {
  // Far fewer than the project has, far more than none.
  const { said, code } = effectDiagnostics("tsconfig.json", 100)
  process.stdout.write(`${said}\n`)
  process.exitCode = code
}
