import type { Page } from "playwright-core"

/**
 * What somebody cannot hit, cannot hear the name of, or cannot make sense of by ear: small targets, controls without a
 * name, fields without a label, ids that stand twice, no or several main headings, levels of headings left out.
 *
 * @param least pixels in both directions; a row that is touched as a whole counts as one target
 */
export const unreachable = (page: Page, least: number): Promise<ReadonlyArray<string>> =>
  page.evaluate((least) => {
    const found: Array<string> = []
    const dialog = document.querySelector("dialog[open]")
    const scope: ParentNode = dialog ?? document
    const isSeen = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect()
      return element.getClientRects().length > 0 && width > 1 && height > 1
    }
    const textOf = (ids: string): string =>
      ids
        .split(" ")
        .map((id) => document.getElementById(id)?.textContent ?? "")
        .join(" ")
    const nameOf = (element: Element): string => {
      const labelledBy = element.getAttribute("aria-labelledby")
      const own =
        element.getAttribute("aria-label") ?? (labelledBy === null ? "" : textOf(labelledBy))
      if (own.trim() !== "") return own
      if ("labels" in element) {
        const labels = [...((element as HTMLInputElement).labels ?? [])]
        const text = labels.map((label) => label.textContent ?? "").join(" ")
        if (text.trim() !== "") return text
      }
      return element.matches("input, select, textarea") ? "" : (element.textContent ?? "")
    }
    const controls = [...scope.querySelectorAll("button, a, input, select, textarea, summary")]
    for (const element of controls.filter(isSeen)) {
      if (nameOf(element).trim() === "") found.push(`no name: ${element.outerHTML.slice(0, 120)}`)
      const target = element.closest("label.tick") ?? element
      const { width, height } = target.getBoundingClientRect()
      if (width < least || height < least)
        found.push(`${Math.round(width)} x ${Math.round(height)}: ${nameOf(element).slice(0, 60)}`)
    }
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id)
    for (const id of ids.filter((id, at) => ids.indexOf(id) !== at)) found.push(`id twice: ${id}`)
    for (const element of document.querySelectorAll("[aria-describedby], [aria-labelledby]"))
      for (const attribute of ["aria-describedby", "aria-labelledby"])
        for (const id of (element.getAttribute(attribute) ?? "").split(" ").filter(Boolean))
          if (document.getElementById(id) === null) found.push(`${attribute} of nothing: ${id}`)
    const headings = [...document.querySelectorAll("h1, h2, h3, h4")].filter(
      (heading) => isSeen(heading) && heading.closest("dialog") === null,
    )
    const levels = headings.map(({ tagName }) => Number(tagName.slice(1)))
    if (levels.filter((level) => level === 1).length !== 1) found.push(`h1: ${levels.join(" ")}`)
    for (const [at, level] of levels.entries())
      if (level > (levels[at - 1] ?? 0) + 1)
        found.push(`heading left out before: ${headings[at]?.textContent}`)
    if (document.querySelectorAll("main").length !== 1) found.push("not one main")
    if (document.documentElement.lang === "") found.push("no language")
    for (const element of document.querySelectorAll("[tabindex]"))
      if ((element as HTMLElement).tabIndex > 0) found.push("a tabindex above 0")
    return found
  }, least)
