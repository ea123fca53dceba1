import type { EpochMs, TenantId } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { AppendRequest, Committed, RecordedEvent } from "#core/log/event-log.ts"

/** What `log.append` made of one request. */
export interface AppendVerdict {
  /** Counts from 1 in the order of the batch. */
  readonly request: number
  readonly outcome: "appended" | "repeated" | "conflict" | "busy"
  readonly first_position: number
  readonly fingerprint: string | null
  readonly reply: unknown
}

export interface TenantAppend {
  readonly tenantId: TenantId
  readonly request: AppendRequest
}

// Documents go as text: the client would encode a parameter of type jsonb a second time.
export const appendStatement =
  "select * from log.append($1::int[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text::jsonb, $9::text[], $10::text::jsonb, $11::text::timestamptz)"

/**
 * Parameters of {@link appendStatement}. Arrays are written as PostgreSQL reads them and all JSON as one document each:
 * several times cheaper than letting the client look at every value.
 *
 * @throws TypeError for a reply or payload that is no JSON
 */
export const appendParameters = (
  batch: ReadonlyArray<TenantAppend>,
  at: EpochMs,
): Array<string> => {
  let numbers = ""
  let tenants = ""
  let cids = ""
  let fingerprints = ""
  let streams = ""
  let expected = ""
  let counts = ""
  let types = ""
  const replies: Array<unknown> = []
  const payloads: Array<unknown> = []
  for (const { tenantId, request } of batch) {
    replies.push(request.reply)
    const number = `${replies.length},`
    const tenant = `${quoted(tenantId)},`
    const cid = `${quoted(request.cid)},`
    const fingerprint = `${quoted(request.fingerprint)},`
    for (const part of request.streams.length === 0 ? onlyRemember : request.streams) {
      numbers += number
      tenants += tenant
      cids += cid
      fingerprints += fingerprint
      streams += part.stream === null ? "null," : `${quoted(part.stream)},`
      expected += `${part.expected},`
      counts += `${part.events.length},`
      for (const event of part.events) {
        types += `${quoted(event.type)},`
        payloads.push(event.payload)
      }
    }
  }
  return [
    braced(numbers),
    braced(tenants),
    braced(cids),
    braced(fingerprints),
    braced(streams),
    braced(expected),
    braced(counts),
    JSON.stringify(replies),
    braced(types),
    JSON.stringify(payloads),
    isoOf(at),
  ]
}

export const appendRequestStatement =
  "select * from log.append_request($1::uuid, $2::uuid, $3::text, $4::text[], $5::int[], $6::int[], $7::text::jsonb, $8::text[], $9::text::jsonb, $10::text::timestamptz)"

/**
 * Parameters of {@link appendRequestStatement}.
 *
 * @throws TypeError for a reply or payload that is no JSON
 */
export const appendRequestParameters = (
  { tenantId, request }: TenantAppend,
  at: EpochMs,
): Array<string> => {
  const { streams } = request
  const events = streams.flatMap((part) => part.events)
  return [
    tenantId,
    request.cid,
    request.fingerprint,
    braced(streams.map(({ stream }) => `${quoted(stream)},`).join("")),
    braced(streams.map(({ expected }) => `${expected},`).join("")),
    braced(streams.map((part) => `${part.events.length},`).join("")),
    JSON.stringify(request.reply),
    braced(events.map(({ type }) => `${quoted(type)},`).join("")),
    JSON.stringify(events.map(({ payload }) => payload)),
    isoOf(at),
  ]
}

/** The stored events of one request, as a reader would see them. */
export const committedOf = (
  { tenantId, request }: TenantAppend,
  firstPosition: number,
  at: EpochMs,
): Committed => {
  const events: Array<RecordedEvent> = []
  const after = new Map<string, unknown>()
  let position = firstPosition
  for (const part of request.streams) {
    let version = part.expected
    for (const { type, payload } of part.events)
      events.push({
        tenantId,
        position: position++,
        stream: part.stream,
        version: ++version,
        type,
        payload,
        cid: request.cid,
        at,
      })
    after.set(part.stream, part.after)
  }
  return { tenantId, events, after }
}

const onlyRemember = [{ stream: null, expected: 0, events: [] }] as const

const quoted = (text: string): string =>
  special.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`

const special = /["\\]/

const braced = (list: string): string => (list === "" ? "{}" : `{${list.slice(0, -1)}}`)
