import { randomUUID } from "node:crypto"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import type { Cid, TenantId } from "#core/kitchen/ids.ts"
import type { AppendRequest, StreamAppend } from "#core/log/event-log.ts"

/** A restaurant that nobody else in the run uses. */
export const newRestaurant = (): Scope => systemScope(randomUUID() as TenantId)

export const newCid = (): Cid => randomUUID() as Cid

/** The stream of an order that nobody placed yet. */
export const newOrder = (): string => `order/${randomUUID()}`

/** One stream of a request: events whose payloads say what happened. */
export const happening = (
  stream: string,
  expected: number,
  ...what: ReadonlyArray<string>
): StreamAppend => ({
  stream,
  expected,
  events: what.map((text) => ({ type: "Happened@1", payload: { what: text } })),
  after: `${stream} after ${what.at(-1)}`,
})

export const asking = (...streams: ReadonlyArray<StreamAppend>): AppendRequest => ({
  cid: newCid(),
  fingerprint: "asked",
  reply: { rev: streams.length },
  streams,
})
