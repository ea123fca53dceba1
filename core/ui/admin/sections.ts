import { type ComponentType, type LazyExoticComponent, lazy } from "react"
import type { IconName } from "#core/ui/design/icon.tsx"
import { iconOf } from "#core/ui/shell/icon-of.ts"
import type { ManifestPage, PageManifest } from "#core/ui/shell/manifest.tsx"
import { pluginPart } from "#core/ui/shell/plugin-parts.ts"

type Component = LazyExoticComponent<ComponentType>

export interface Section {
  readonly path: string
  readonly label: string
  readonly icon: IconName
  /** Undefined for a plugin that came after the pages were built. */
  readonly Component: Component | undefined
}

/** What this person finds in the back office: the overview, and what the hub lists for them under `/admin/`. */
export const sectionsOf = (
  manifest: PageManifest | undefined,
  overview: string,
): ReadonlyArray<Section> => [
  { path: root, label: overview, icon: "gauge", Component: ownSections["OverviewSection"] },
  ...(manifest?.pages ?? [])
    .filter(({ path }) => path.startsWith(`${root}/`))
    .toSorted((a, b) => orderOf(a) - orderOf(b))
    .map((page) => ({
      path: page.path,
      label: page.nav?.label ?? page.title,
      icon: iconOf(page.nav?.icon),
      Component: componentOf(page),
    })),
]

/** The section that an address belongs to: the longest path that it begins with. */
export const sectionAt = (sections: ReadonlyArray<Section>, path: string): Section | undefined =>
  sections
    .filter((section) =>
      section.path === root ? path === root : `${path}/`.startsWith(`${section.path}/`),
    )
    .toSorted((a, b) => b.path.length - a.path.length)[0]

const root = "/admin"

/** The hub's own, by the names of `core/plugins/pages/core-pages.ts`. */
const ownSections: Readonly<Record<string, Component>> = {
  OverviewSection: lazy(() => import("./overview/overview-section.tsx")),
  PluginsSection: lazy(() => import("./plugins/plugins-section.tsx")),
  EventsSection: lazy(() => import("./events/events-section.tsx")),
  SettingsSection: lazy(() => import("./settings/settings-section.tsx")),
  AuditSection: lazy(() => import("./audit/audit-section.tsx")),
}

/** React must be handed the same component every time, or it would mount it anew. */
const brought = new Map<string, Component | undefined>()

const componentOf = ({ plugin, component }: ManifestPage): Component | undefined => {
  if (plugin === "core") return ownSections[component]
  const name = `${plugin}/${component}`
  if (!brought.has(name)) {
    const load = pluginPart(plugin, component)
    brought.set(name, load && lazy(load))
  }
  return brought.get(name)
}

const orderOf = ({ nav }: ManifestPage): number => nav?.order ?? 1000
