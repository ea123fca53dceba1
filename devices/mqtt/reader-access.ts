/** What one reader outside of the hub may see: its restaurant's own words, below a prefix that the reader fixes. */
export interface ReaderPlace {
  readonly tenantId: string
  /** First level of its topics, `homeassistant` unless told otherwise. */
  readonly prefix: string
}

/** A topic's first level, and none of ours. */
export const isReaderPrefix = (prefix: string): boolean =>
  /^[A-Za-z0-9_-]{1,32}$/.test(prefix) && prefix !== "heard"

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
  filter === `${prefix}/status` ||
  filter.startsWith(`${prefix}/`) ||
  filter.startsWith(`heard/v1/${tenantId}/ha/`)

export const mayReaderReceive = ({ tenantId, prefix }: ReaderPlace, topic: string): boolean =>
  topic === `${prefix}/status` ||
  topic.startsWith(`heard/v1/${tenantId}/ha/`) ||
  (topic.startsWith(`${prefix}/`) && topic.split("/")[2] === tenantId)

/** Its birth and its will, nothing else. */
export const mayReaderPublish = ({ prefix }: ReaderPlace, topic: string): boolean =>
  topic === `${prefix}/status`
