import { basename, delimiter, dirname, join } from "node:path"

/** Where plugins stand: this project, and checkouts whose plugins are tried by this one's hub. */
export const projects = (): ReadonlyArray<string> => [
  join(import.meta.dirname, "..", "..", ".."),
  ...folders().map((folder) => dirname(dirname(folder))),
]

/** Plugins that are tried in a checkout of their own, by name: their tests say nothing of it. */
export const elsewhere = (): Readonly<Record<string, string>> =>
  Object.fromEntries(folders().map((folder) => [basename(folder), folder]))

const folders = (): ReadonlyArray<string> =>
  (process.env["HEARD_TEST_PLUGINS"] ?? "").split(delimiter).filter((folder) => folder !== "")
