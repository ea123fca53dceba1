import { type ComponentType, type LazyExoticComponent, lazy } from "react"
import type { Device } from "#core/ui/session/device.ts"

export interface Page {
  readonly path: string
  readonly title: string
  readonly Component: LazyExoticComponent<ComponentType>
  /**
   * device: signs in as a device of this kind and watches the hub · visitor: shows what it can, and watches the hub
   * as the person once signed in · person: asks who it is · nothing: no session and no hub connection
   */
  readonly needs: Device["kind"] | "visitor" | "person" | "nothing"
  /** Whatever comes after the path is the page's own: it has pages of its own. */
  readonly deep?: true
}

type Load = () => Promise<{ default: ComponentType }>

/**
 * The pages that a screen in the kitchen opens by its address, without asking anybody first; all other pages of plugins
 * are found by the hub's list (`hub-page.tsx`). One that is missing from a build is a page not found, not a broken build.
 */
const modules: Readonly<Record<string, Load>> = {
  ...import.meta.glob<{ default: ComponentType }>("../../../plugins/*/ui/*-page.tsx"),
  ...import.meta.glob<{ default: ComponentType }>("../../../devices/simulators/ui/*-page.tsx"),
  ...import.meta.glob<{ default: ComponentType }>("../{start,setup,pair,admin}/*-page.tsx"),
}

const declared: ReadonlyArray<Omit<Page, "Component"> & { readonly module: string }> = [
  { path: "/", title: "Heard", needs: "visitor", module: "/start/start-page.tsx" },
  { path: "/kds", title: "Kitchen", needs: "kds", module: "/kds/ui/kds-page.tsx" },
  { path: "/board", title: "Orders", needs: "board", module: "/kds/ui/board-page.tsx" },
  {
    path: "/handheld",
    title: "Handheld",
    needs: "handheld",
    module: "/orders/ui/handheld-page.tsx",
  },
  {
    path: "/admin",
    title: "Back office",
    needs: "person",
    module: "/admin/admin-page.tsx",
    deep: true,
  },
  { path: "/pair", title: "Pairing", needs: "nothing", module: "/pair/pair-page.tsx" },
  { path: "/setup", title: "Set-up", needs: "nothing", module: "/setup/setup-page.tsx" },
  {
    path: "/virtual-printers",
    title: "Printers",
    needs: "nothing",
    module: "/simulators/ui/virtual-printers-page.tsx",
  },
]

export const pages: ReadonlyArray<Page> = declared.flatMap(({ module, ...page }) => {
  const found = Object.keys(modules).find((name) => `/${name}`.endsWith(module))
  const load = found === undefined ? undefined : modules[found]
  return load === undefined ? [] : [{ ...page, Component: lazy(load) }]
})

export const pageAt = (path: string): Page | undefined => {
  const bare = path.length > 1 ? path.replace(/\/+$/, "") : path
  return pages.find(
    (page) => page.path === bare || (page.deep === true && bare.startsWith(`${page.path}/`)),
  )
}
