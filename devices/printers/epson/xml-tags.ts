/** An opening tag with the text up to the next tag. */
export interface XmlTag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** More is no answer of a printer. */
const mostTags = 500

const tagAt =
  /<(?:\?[^>]*\?|!--[\s\S]*?--|\/[\w:.-]+\s*|([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*\/?)>/y
const attributeAt = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/**
 * The opening tags of a small document, in order, without name space prefixes: all that is wanted of a printer's answer.
 * A document type, an entity beyond the five of XML, or anything that is no tag: nothing.
 */
export const xmlTags = (xml: string): ReadonlyArray<XmlTag> | undefined => {
  const tags: Array<XmlTag> = []
  let at = xml.indexOf("<")
  if (at < 0 || !/^\uFEFF?\s*$/.test(xml.slice(0, at))) return undefined
  while (at >= 0 && at < xml.length) {
    tagAt.lastIndex = at
    const found = tagAt.exec(xml)
    if (found === null || tags.length >= mostTags) return undefined
    const next = xml.indexOf("<", tagAt.lastIndex)
    const text = plainText(xml.slice(tagAt.lastIndex, next < 0 ? xml.length : next))
    const [, name, attributes = ""] = found
    if (text === undefined) return undefined
    if (name !== undefined) {
      const pairs = Array.from(attributes.matchAll(attributeAt), ([, key = "", double, single]) => [
        localName(key),
        plainText(double ?? single ?? ""),
      ])
      if (pairs.some(([, value]) => value === undefined)) return undefined
      tags.push({ name: localName(name), attributes: Object.fromEntries(pairs), text })
    }
    at = next
  }
  return tags
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1)

const named: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
}

const plainText = (text: string): string | undefined => {
  let known = true
  const plain = text.replaceAll(/&([^;&]{0,8});?/g, (_, name: string) => {
    const letter = named[name]
    if (letter === undefined) known = false
    return letter ?? ""
  })
  return known ? plain : undefined
}
