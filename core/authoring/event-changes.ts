/** JSON, as a JSON Schema is. */
type Json =
  | null
  | boolean
  | number
  | string
  | ReadonlyArray<Json>
  | { readonly [name: string]: Json }

/**
 * Why a reader of the one Schema would not understand facts of the other, or undefined. Both directions count: the log
 * keeps facts of the old one, and other plugins may still read by it. So a fact may grow optional fields, and that is all.
 */
export const breakingChange = (before: Json, now: Json, at = "it"): string | undefined => {
  if (!isObject(before) || !isObject(now))
    return JSON.stringify(before) === JSON.stringify(now)
      ? undefined
      : `${at} was ${JSON.stringify(before)} and is ${JSON.stringify(now)}`
  const required = new Set(Array.isArray(now["required"]) ? now["required"] : [])
  for (const name of new Set([...Object.keys(before), ...Object.keys(now)])) {
    if (notes.has(name)) continue
    const [old, young] = [before[name] ?? null, now[name] ?? null]
    const change =
      name === "properties"
        ? changedFields(old, young, required, at)
        : Array.isArray(old) && Array.isArray(young)
          ? changedList(old, young, `${at}.${name}`)
          : breakingChange(old, young, `${at}.${name}`)
    if (change !== undefined) return change
  }
  return undefined
}

/** Said to people, not checked. */
const notes: ReadonlySet<string> = new Set(["description", "title", "examples", "$comment"])

const changedFields = (
  before: Json,
  now: Json,
  required: ReadonlySet<Json>,
  at: string,
): string | undefined => {
  const fields = isObject(now) ? now : {}
  for (const [name, old] of Object.entries(isObject(before) ? before : {})) {
    const young = fields[name]
    if (young === undefined) return `${at}.${name} is gone`
    const change = breakingChange(old, young, `${at}.${name}`)
    if (change !== undefined) return change
  }
  const known = isObject(before) ? before : {}
  const added = Object.keys(fields).find((name) => !(name in known) && required.has(name))
  return added === undefined ? undefined : `${at}.${added} is new and not optional`
}

const changedList = (
  before: ReadonlyArray<Json>,
  now: ReadonlyArray<Json>,
  at: string,
): string | undefined => {
  const sorted = (list: ReadonlyArray<Json>) => list.map((one) => JSON.stringify(one)).sort()
  const [old, young] = [sorted(before), sorted(now)]
  if (before.every((one) => !isObject(one)))
    return old.join() === young.join() ? undefined : `${at} was ${old} and is ${young}`
  if (before.length !== now.length) return `${at} has another number of members`
  for (const [n, one] of before.entries()) {
    const change = breakingChange(one, now[n] ?? null, `${at}.${n}`)
    if (change !== undefined) return change
  }
  return undefined
}

const isObject = (json: Json): json is { readonly [name: string]: Json } =>
  typeof json === "object" && json !== null && !Array.isArray(json)
