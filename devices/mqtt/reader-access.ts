import { hubStateTopic } from "./topic.ts"

/** What one reader outside of the hub may see: its restaurant's own words, below a prefix that the reader fixes. */
export interface ReaderPlace {
  readonly tenantId: string
  /** First level of its topics, `homeassistant` unless told otherwise. */
  readonly prefix: string
}

/** No device has this name: theirs have a slash. */
export const readerName = (tenantId: string): string => `reader.${tenantId}`

export const readerTopics = ({ tenantId, prefix }: ReaderPlace) => ({
  /** Where a thing is described to the reader. */
  description: (thing: string) => `${prefix}/device/${tenantId}/${thing}/config`,
  state: (thing: string) => `heard/v1/${tenantId}/ha/${thing}/state`,
  /** The reader's own word that it is there. */
  status: `${prefix}/status`,
})

/** A wide filter is granted: what is handed over is decided for each message by {@link mayReaderReceive}. */
export const mayReaderSubscribe = ({ tenantId, prefix }: ReaderPlace, filter: string): boolean =>
  filter.startsWith(`${prefix}/`) ||
  filter.startsWith(`heard/v1/${tenantId}/ha/`) ||
  filter === hubStateTopic(tenantId)

export const mayReaderReceive = ({ tenantId, prefix }: ReaderPlace, topic: string): boolean =>
  topic === `${prefix}/status` ||
  topic === hubStateTopic(tenantId) ||
  topic.startsWith(`heard/v1/${tenantId}/ha/`) ||
  (topic.startsWith(`${prefix}/`) && topic.split("/")[2] === tenantId)

/** Its birth and its will, nothing else. */
export const mayReaderPublish = ({ prefix }: ReaderPlace, topic: string): boolean =>
  topic === `${prefix}/status`

/** Freely chosen, but none that a device or the hub could have: taking one's client id ends its session. */
export const mayReaderBeCalled = (clientId: string): boolean =>
  !clientId.includes(".") && !clientId.startsWith("heard-hub-")
