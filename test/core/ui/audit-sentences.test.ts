import { globSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { auditSentence } from "#core/ui/admin/audit/audit-sentences.ts"

/** Every deed whose code stands somewhere in the sources. */
const written = globSync(["core/**/*.ts", "plugins/*/*.ts"])
  .filter((file) => !file.startsWith("core/ui/"))
  .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\baction: "([a-z]+\.[a-z_]+)"/g)])
  .map(([, action]) => action ?? "")

/** Those that are put together. */
const composed = [
  ...["installed", "enabled", "disabled", "upgraded", "uninstalled", "purged", "released"].map(
    (what) => `plugin.${what}`,
  ),
  ...["paused", "resumed", "replayed", "dead_letter_retried", "dead_letter_discarded"].map(
    (what) => `events.${what}`,
  ),
  ...["device.pairing_approved", "device.pairing_denied", "plugin.quarantined"],
]

describe("a line of the audit log", () => {
  it("[OFFICE-25] says in each language what was done, whatever the hub writes down", () => {
    expect(written.length).toBeGreaterThan(15)
    for (const action of [...written, ...composed])
      for (const language of ["en", "fr"] as const)
        expect(auditSentence(action, language), action).toMatch(/^\p{Lu}/u)
  })

  it("[OFFICE-25] of a deed that nobody knows words for shows the code", () => {
    expect(auditSentence("tip_jar.emptied", "fr")).toBeUndefined()
  })
})
