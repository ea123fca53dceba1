import type { ComponentType } from "react"

/** A page or a part of one as a module of the build; its props are whatever its slot gives. */
// biome-ignore lint/suspicious/noExplicitAny: a slot's props are known to its owner and its fillers, not to the map
type Part = { readonly default: ComponentType<any> }

/** Every page and every part of a page that a plugin brings: one build, each loaded when it is first shown. */
const parts: Readonly<Record<string, () => Promise<Part>>> = {
  ...import.meta.glob<Part>("../../../plugins/*/ui/*-page.tsx"),
  ...import.meta.glob<Part>("../../../plugins/*/ui/*-slot.tsx"),
}

/**
 * What a manifest names: `component = "TicketTimelineSlot"` of plugin `kds` is the default export of
 * `plugins/kds/ui/ticket-timeline-slot.tsx`.
 *
 * @returns undefined when this build does not have it: the plugin came after the pages were built
 */
export const pluginPart = (plugin: string, component: string): (() => Promise<Part>) | undefined =>
  parts[`../../../plugins/${plugin}/ui/${kebab(component)}.tsx`]

const kebab = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()
