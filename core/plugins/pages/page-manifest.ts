import { may, type Scope } from "#core/hub/scope.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { labelsOf } from "#core/plugins/translations.ts"
import { backOffice, type CorePage, corePages } from "./core-pages.ts"

/** A page as the browser's shell needs it, in the reader's language. */
export interface ListedPage {
  readonly path: string
  /** `core` for the hub's own. */
  readonly plugin: string
  readonly component: string
  readonly title: string
  readonly permission: string
  readonly nav?: NavEntry
}

interface NavEntry {
  readonly label: string
  readonly icon: string
  readonly order: number
}

export interface PageManifest {
  readonly pages: ReadonlyArray<ListedPage>
  /** Entries of the navigation, in order. */
  readonly nav: ReadonlyArray<
    NavEntry & { readonly path: string; readonly plugin: string; readonly permission: string }
  >
  /** Slots that somebody fills. */
  readonly slots: ReadonlyArray<string>
}

/** What fills a slot, in the order in which it is shown. */
export interface Filling {
  readonly plugin: string
  readonly component: string
  readonly permission: string
}

/** Where a page without an own wish stands in the navigation. */
const ordinary = 500

/**
 * What this person finds in this restaurant.
 *
 * @param plugins those that the restaurant has enabled, in the order of their requirements
 */
export const pageManifest = (
  scope: Scope,
  plugins: ReadonlyArray<LoadedPlugin>,
  language: string,
): PageManifest => {
  const brought = plugins.flatMap((plugin) => pagesOf(plugin, language))
  const own = corePages.map((page) => corePage(page, page.permission, language))
  const visible = [...brought, ...own].filter(({ permission }) => may(scope, permission))
  const inOffice = visible.find(({ path }) => path.startsWith(`${backOffice.path}/`))
  const pages =
    inOffice === undefined
      ? visible
      : [...visible, corePage(backOffice, inOffice.permission, language)]
  return {
    pages,
    nav: pages
      .flatMap(({ nav, path, plugin, permission }) =>
        nav === undefined ? [] : [{ ...nav, path, plugin, permission }],
      )
      .toSorted((a, b) => a.order - b.order || (a.path < b.path ? -1 : 1)),
    slots: [...new Set(plugins.flatMap((plugin) => slotsOf(scope, plugin)))].sort(),
  }
}

export const slotFillings = (
  scope: Scope,
  plugins: ReadonlyArray<LoadedPlugin>,
  slot: string,
): ReadonlyArray<Filling> =>
  plugins.flatMap(({ key, manifest }) =>
    (manifest.ui?.slots ?? [])
      .filter((filling) => filling.slot === slot && may(scope, filling.permission))
      .map(({ component, permission }) => ({ plugin: key, component, permission })),
  )

const pagesOf = (
  { key, manifest, translations }: LoadedPlugin,
  language: string,
): ReadonlyArray<ListedPage> => {
  const labels = labelsOf(manifest, translations)
  return (manifest.ui?.pages ?? []).map(({ path, component, permission, nav }) => {
    const label = labels.nav(path, language)
    return {
      path,
      plugin: key,
      component,
      title: label ?? labels.name(language),
      permission,
      ...(nav === undefined || label === undefined
        ? {}
        : { nav: { label, icon: nav.icon, order: nav.order ?? ordinary } }),
    }
  })
}

const corePage = (
  { path, component, label, icon, order }: Omit<CorePage, "permission">,
  permission: string,
  language: string,
): ListedPage => {
  const title = language.startsWith("fr") ? label.fr : label.en
  return {
    path,
    plugin: "core",
    component,
    title,
    permission,
    nav: { label: title, icon, order },
  }
}

const slotsOf = (scope: Scope, { manifest }: LoadedPlugin): ReadonlyArray<string> =>
  (manifest.ui?.slots ?? [])
    .filter(({ permission }) => may(scope, permission))
    .map(({ slot }) => slot)
