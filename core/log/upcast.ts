import type { NewEvent, RecordedEvent } from "./event-log.ts"

/** Brings one old payload one version on. Never edited once shipped: the log keeps the old shape for ever. */
export type Upcaster = (payload: unknown) => unknown

/**
 * Upcasters by the type they read: `"LinesSent@1"` turns its payload into that of `LinesSent@2`.
 *
 * Empty while every event still has its first shape.
 */
export const upcasters: ReadonlyMap<string, Upcaster> = new Map()

/** How an event with this name is written today. */
export const writtenAs = (name: string, known = upcasters): string => {
  let version = 1
  while (known.has(`${name}@${version}`)) version += 1
  return `${name}@${version}`
}

/** An event of the domain, whose payload carries its own `type`, as the log stores it. */
export const toNewEvent = (event: { readonly type: string }): NewEvent => ({
  type: writtenAs(event.type),
  payload: event,
})

/** The payload in today's shape, whatever version was stored. */
export const currentPayload = (event: RecordedEvent, known = upcasters): unknown => {
  const [name = event.type, stored = "1"] = event.type.split("@")
  let payload = event.payload
  for (let version = Number(stored); ; version += 1) {
    const upcaster = known.get(`${name}@${version}`)
    if (upcaster === undefined) return payload
    payload = upcaster(payload)
  }
}
