import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { effectDiagnostics } from "#test/architecture/effect-diagnostics.ts"

const tree = mkdtempSync(join(tmpdir(), "diagnostics-"))
afterAll(() => rmSync(tree, { recursive: true, force: true }))
symlinkSync(resolve("node_modules"), join(tree, "node_modules"))
writeFileSync(join(tree, "package.json"), '{ "type": "module" }')

const project = (name: string, options: object) => {
  const path = join(tree, `${name}.json`)
  const common = { module: "nodenext", target: "esnext", strict: true, noEmit: true, types: [] }
  writeFileSync(
    path,
    JSON.stringify({ compilerOptions: { ...common, ...options }, include: ["*.ts"] }),
  )
  return path
}
const plugins = [{ name: "@effect/language-service" }]

describe("the gate of Effect's diagnostics", () => {
  it("catches an effect that nobody runs", () => {
    writeFileSync(
      join(tree, "floating.ts"),
      'import { Effect } from "effect"\nEffect.log("never said")\nexport const a = 1\n',
    )
    const { said, code } = effectDiagnostics(project("with", { plugins }), 1)
    expect(code).toBe(1)
    expect(said).toContain("floatingEffect")
  })

  it("fails when it was told to check nothing", () => {
    const { said, code } = effectDiagnostics(project("without", {}), 1)
    expect(code).toBe(1)
    expect(said).toContain("Only 0 files were checked")
  })
})
