import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { passwordIssues } from "#core/security/password-rules.ts"

const readme = readFileSync(join(import.meta.dirname, "..", "..", "..", "README.md"), "utf8")

it("[SET-11] takes the requests of README.md as they stand there, passwords included", () => {
  const accounts = [...readme.matchAll(/"username": ?"([^"]+)", ?"password": ?"([^"]+)"/g)]
  expect(accounts.length).toBeGreaterThan(2)
  for (const [, username = "", password = ""] of accounts)
    expect(passwordIssues(password, [username]), password).toEqual([])
})
