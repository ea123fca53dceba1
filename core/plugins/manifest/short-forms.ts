type Table = Readonly<Record<string, unknown>>

/**
 * The first form of the manifest, which still loads: `[dependencies] modules`, `[permissions] section` and `level`,
 * `[ui] routes` and `slots` as lists of words, `python`. Each is put into its long form; what is wrong stays, for the
 * Schema to name.
 */
export const withoutShortForms = (
  written: Table,
): { readonly table: Table; readonly warnings: ReadonlyArray<string> } => {
  const warnings: Array<string> = []
  let table = withoutPython(written, warnings)
  table = withRequires(table, warnings)
  table = withPermissionCodes(table, warnings)
  table = withUiParts(table, warnings)
  return { table, warnings }
}

const withoutPython = (table: Table, warnings: Array<string>): Table => {
  const compat = asTable(table["compat"])
  if (table["python"] === undefined && compat?.["python"] === undefined) return table
  warnings.push("python is passed over: plugins are written in TypeScript")
  const { python: _top, ...rest } = table
  const { python: _inside, ...inside } = compat ?? {}
  return { ...rest, compat: { host: "*", ...inside } }
}

const withRequires = (table: Table, warnings: Array<string>): Table => {
  const { dependencies, ...rest } = table
  const words = asWords(asTable(dependencies)?.["modules"])
  if (words === undefined || Object.keys(asTable(dependencies) ?? {}).length !== 1) return table
  warnings.push('[dependencies] modules is read as [requires] with any version ("*")')
  const requires = Object.fromEntries(words.map((key) => [key, "*"]))
  return { ...rest, requires: { ...requires, ...asTable(table["requires"]) } }
}

/** `section = "loyalty"` and `level = ["read", "write"]` → `<key>.loyalty.read`, `<key>.loyalty.write`. */
const withPermissionCodes = (table: Table, warnings: Array<string>): Table => {
  const { section, level, ...codes } = asTable(table["permissions"]) ?? {}
  const [sections, levels] = [oneOrMore(section), oneOrMore(level)]
  if (sections === undefined || levels === undefined) return table
  warnings.push("[permissions] section and level are read as codes")
  const made = sections.flatMap((part) =>
    levels.map((word) => [`${String(table["key"])}.${part}.${word}`, `${part}: ${word}`] as const),
  )
  return { ...table, permissions: { ...Object.fromEntries(made), ...codes } }
}

/** A word says no component and no permission: the first permission, and a component that is called like the word. */
const withUiParts = (table: Table, warnings: Array<string>): Table => {
  const ui = asTable(table["ui"])
  const [routes, slots] = [asWords(ui?.["routes"]), asWords(ui?.["slots"])]
  if (routes === undefined && slots === undefined) return table
  const [permission] = Object.keys(asTable(table["permissions"]) ?? {})
  warnings.push("[ui] routes and slots without a component are read with one called like them")
  return {
    ...table,
    ui: {
      ...ui,
      ...(routes === undefined
        ? {}
        : {
            routes: routes.map((path) => ({ path, component: `${pascal(path)}Page`, permission })),
          }),
      ...(slots === undefined
        ? {}
        : { slots: slots.map((slot) => ({ slot, component: pascal(slot), permission })) }),
    },
  }
}

const pascal = (words: string): string =>
  words
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("")

const asTable = (value: unknown): Table | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Table)
    : undefined

/** A list of words that has at least one: an empty list is the same in both forms. */
const asWords = (value: unknown): ReadonlyArray<string> | undefined =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")
    ? (value as ReadonlyArray<string>)
    : undefined

const oneOrMore = (value: unknown): ReadonlyArray<string> | undefined =>
  typeof value === "string" ? [value] : asWords(value)
