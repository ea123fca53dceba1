import { globSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { conformance } from "#test/contract/plugin-conformance.contract.ts"
import { pluginTestkit } from "#test/support/plugin-testkit.ts"

// Every folder of plugins/ is tried; a new one without a line here.
const folders = globSync(join(import.meta.dirname, "../../plugins/*/module.toml"))

conformance(pluginTestkit(), ...folders.map((file) => basename(dirname(file))).sort())
