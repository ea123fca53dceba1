import { type ComponentType, lazy, Suspense, useEffect, useMemo, useState } from "react"
import type { TellAttention } from "#core/ui/admin/overview/told-attention.ts"
import { useApi } from "#core/ui/session/use-api.ts"
import { PartBoundary } from "./part-boundary.tsx"
import { pluginPart } from "./plugin-parts.ts"
import "./slot.css"

/** What a plugin puts into a slot, as the hub lists it for this restaurant and this person. */
export interface Filling {
  readonly plugin: string
  readonly component: string
}

/** What each slot hands to what fills it. A page that has a new slot adds a line. */
export interface SlotProps {
  /** Beside an order on the handheld. */
  readonly "order.details.aside": { readonly orderId: string }
  /** In the bar of a kitchen screen. */
  readonly "kitchen.bar": { readonly stations: ReadonlyArray<string> }
  /** Beside the search of the handheld's menu. */
  readonly "handheld.menu": object
  /** The first page of the back office. */
  readonly "admin.dashboard": object
  /** Shows nothing itself: it tells the first page of the back office what needs somebody. */
  readonly "admin.attention": { readonly onAttention: TellAttention }
}

/**
 * A place where enabled plugins show something of their own. Each is loaded when it is shown and breaks alone; an empty
 * slot is nothing at all.
 */
export const Slot = <Name extends keyof SlotProps>({
  name,
  ...props
}: { readonly name: Name } & SlotProps[Name]) => {
  const fillings = useFillings(name) ?? []
  return <Filled name={name} fillings={fillings} props={props} />
}

/** A slot whose page must know what fills it. */
export const Filled = <Name extends keyof SlotProps>({
  name,
  fillings,
  props,
}: {
  readonly name: Name
  readonly fillings: ReadonlyArray<Filling>
  readonly props: object
}) => {
  if (fillings.length === 0) return null
  return (
    <div className="slot" data-slot={name}>
      {fillings.map(({ plugin, component }) => (
        <PartBoundary key={`${plugin}/${component}`} plugin={plugin}>
          <Suspense fallback={null}>
            <SlotPart plugin={plugin} component={component} props={props} />
          </Suspense>
        </PartBoundary>
      ))}
    </div>
  )
}

const SlotPart = ({ plugin, component, props }: Filling & { readonly props: object }) => {
  const Part = useMemo(() => partOf(plugin, component), [plugin, component])
  return Part === undefined ? null : <Part {...props} />
}

/** React must be handed the same component every time, or it would mount it anew. */
const known = new Map<string, ComponentType<object> | undefined>()

const partOf = (plugin: string, component: string): ComponentType<object> | undefined => {
  const name = `${plugin}/${component}`
  if (!known.has(name)) {
    const load = pluginPart(plugin, component)
    known.set(name, load && lazy(load))
  }
  return known.get(name)
}

/** What the hub said last about a slot, so that opening one order after another asks once. */
const answered = new Map<
  string,
  { readonly fillings: ReadonlyArray<Filling>; readonly at: number }
>()
const freshMs = 30_000

/** Undefined until the hub told it. */
export const useFillings = (slot: keyof SlotProps): ReadonlyArray<Filling> | undefined => {
  const api = useApi()
  const [fillings, setFillings] = useState(() => answered.get(slot)?.fillings)
  useEffect(() => {
    let over = false
    const look = async () => {
      const last = answered.get(slot)
      if (last !== undefined && performance.now() - last.at < freshMs) return
      // Offline, or not allowed to ask: a page works without what others would add to it.
      const next = await api.get<ReadonlyArray<Filling>>(`/ui/slots/${slot}`).catch(() => undefined)
      if (next === undefined) return
      answered.set(slot, { fillings: next, at: performance.now() })
      if (!over) setFillings((now) => (same(now, next) ? now : next))
    }
    void look()
    const timer = setInterval(look, freshMs)
    return () => {
      over = true
      clearInterval(timer)
    }
  }, [api, slot])
  return fillings
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
