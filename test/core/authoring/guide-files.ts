import { readFileSync } from "node:fs"
import { join } from "node:path"

const guide = readFileSync(join(import.meta.dirname, "../../../plugins/README.md"), "utf8")

/** The plugin of the authors' guide: blocks that say which file they are, by its name. */
export const guideFiles: Readonly<Record<string, string>> = Object.fromEntries(
  [...guide.matchAll(/^```\w+ ((?:plugins|test)\/\S+)\n(.*?)^```$/gms)].map(
    ([, name = "", text = ""]) => [name, text],
  ),
)
