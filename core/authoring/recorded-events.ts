import { access, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Schema } from "effect"
import { type EventDef, topicOf } from "#core/plugins/event.ts"
import { importModule } from "#core/plugins/loading/plugin-import.ts"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"
import { breakingChange } from "./event-changes.ts"
import { formatted } from "./project-format.ts"

type Schemas = Readonly<Record<string, Parameters<typeof breakingChange>[0]>>

/** What the facts of a plugin looked like when they were last recorded; committed beside the contract. */
const recordName = "contract.events.json"

/**
 * Compares the events of a plugin's `contract.ts` with what was recorded of them.
 *
 * @param record writes down what may be written down: new events, and changes that every reader understands
 * @returns what is wrong, each with its file
 */
export const eventFaults = async (
  project: string,
  manifest: Manifest,
  record: boolean,
): Promise<ReadonlyArray<string>> => {
  const folder = join(project, "plugins", manifest.key)
  const now = await schemasOf(folder)
  const before = await recorded(folder)
  const emits = manifest.events?.emits ?? []
  const faults = Object.keys(now)
    .filter((topic) => !emits.includes(topic))
    .map((topic) => `contract.ts: ${topic} is missing in [events] emits of module.toml`)
  const unrecorded: Array<string> = []
  for (const topic of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [old, young] = [before[topic], now[topic]]
    if (young === undefined)
      faults.push(`contract.ts: ${topic} is gone, but others may read it and the log holds it`)
    else if (old === undefined) unrecorded.push(topic)
    else {
      const change = breakingChange(old, young)
      if (change !== undefined)
        faults.push(`contract.ts: ${topic} changed (${change}); make it a new version beside it`)
      else if (JSON.stringify(old) !== JSON.stringify(young)) unrecorded.push(topic)
    }
  }
  if (unrecorded.length === 0) return faults
  if (!record)
    return [
      ...faults,
      `${recordName}: ${unrecorded.join(", ")} not recorded; run npm run plugin -- check --record`,
    ]
  if (faults.length === 0) {
    const file = join(folder, recordName)
    await writeFile(file, `${JSON.stringify(now, null, 2)}\n`)
    formatted(project, [file])
  }
  return faults
}

const schemasOf = async (folder: string): Promise<Schemas> => {
  const file = join(folder, "contract.ts")
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  if (!isThere) return {}
  const events = Object.values(await importModule(file)).filter(isEvent)
  return Object.fromEntries(
    events.map((event) => [
      topicOf(event),
      JSON.parse(JSON.stringify(Schema.toJsonSchemaDocument(event.schema))),
    ]),
  )
}

const recorded = async (folder: string): Promise<Schemas> => {
  const text = await readFile(join(folder, recordName), "utf8").catch(() => "{}")
  return JSON.parse(text)
}

const isEvent = (value: unknown): value is EventDef<unknown> =>
  typeof value === "object" &&
  value !== null &&
  "name" in value &&
  "version" in value &&
  "schema" in value &&
  Schema.isSchema(value.schema)
