/**
 * The language of an answer: the one that the caller reads best among those that are spoken here, English otherwise.
 *
 * @param wanted `?lang=`, which comes before the header
 * @param acceptLanguage `fr-CA, fr;q=0.8, en;q=0.5`
 * @param spoken language tags without a region
 */
export const languageOf = (
  wanted: string | undefined,
  acceptLanguage: string | undefined,
  spoken: ReadonlySet<string>,
): string => {
  if (wanted !== undefined && spoken.has(baseOf(wanted))) return wanted
  const tags = (acceptLanguage ?? "")
    .split(",", longestList)
    .map((part) => {
      const [tag = "", quality] = part.trim().split(";", 2)
      return { tag: tag.trim(), quality: qualityOf(quality) }
    })
    .filter(({ tag, quality }) => quality > 0 && spoken.has(baseOf(tag)))
  // Stable: of two that are read equally well the first one is meant.
  return tags.toSorted((a, b) => b.quality - a.quality)[0]?.tag ?? "en"
}

/** Languages that somebody wrote something in, English and French among them: the hub's own words are in both. */
export const spokenBy = (
  plugins: Iterable<{ readonly translations: Readonly<Record<string, unknown>> }>,
): ReadonlySet<string> =>
  new Set(["en", "fr", ...[...plugins].flatMap(({ translations }) => Object.keys(translations))])

/** No browser names more; whoever does wants something else. */
const longestList = 20

const baseOf = (tag: string): string => tag.split("-", 1)[0]?.toLowerCase() ?? ""

const qualityOf = (text: string | undefined): number => {
  const quality = Number(/^\s*q=([\d.]+)/.exec(text ?? "q=1")?.[1])
  return Number.isFinite(quality) ? quality : 0
}
