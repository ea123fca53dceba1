/**
 * The languages that a reader speaks, as BCP 47 knows them. A browser that was started without one, as on a box that
 * nobody signs in to, says `en-US@posix`, at which `Intl` throws.
 */
export const spoken = (tags: ReadonlyArray<string> = navigator.languages): ReadonlyArray<string> =>
  tags.flatMap((tag) => canonical(tag.split(/[@.]/, 1)[0] ?? ""))

const canonical = (tag: string): ReadonlyArray<string> => {
  try {
    return Intl.getCanonicalLocales(tag)
  } catch {
    return []
  }
}
