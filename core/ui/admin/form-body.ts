/** A form as the hub takes it. */
export type Body = Readonly<Record<string, unknown>>

type Names = Readonly<Record<string, string>>

/** What stands in a field, without the spaces around it. */
export const textIn =
  (fields: FormData) =>
  (name: string): string =>
    String(fields.get(name) ?? "").trim()

/**
 * The names of `NamesFields`. Other languages than the form asks for stay as they are.
 *
 * @param prefix of the fields, where a form has several such names
 */
export const namesIn = (
  fields: FormData,
  languages: ReadonlyArray<string>,
  before: { readonly names?: Names } | undefined,
  prefix = "",
): Names | undefined => {
  const others = Object.entries(before?.names ?? {}).filter(([tag]) => !languages.includes(tag))
  const asked = languages
    .map((language) => [language, textIn(fields)(`${prefix}names.${language}`)] as const)
    .filter(([, name]) => name !== "")
  const names = Object.fromEntries([...others, ...asked])
  return Object.keys(names).length === 0 ? undefined : names
}

/** What was emptied (undefined) is null in a change, and left out of what is new. */
export const changed = (before: object | undefined, body: Body): Body =>
  Object.fromEntries(
    Object.entries(body).flatMap(([field, value]) => {
      if (value !== undefined) return [[field, value]]
      return before !== undefined && field in before ? [[field, null]] : []
    }),
  )
