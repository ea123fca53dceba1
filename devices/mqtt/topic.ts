const root = "heard/v1"

/** What a device says, one leaf per kind of message (devices.md §4.3). */
const agentUpLeaves = ["state", "info", "status", "ack", "result", "log"] as const
/** What a Star printer says in the words of its maker (devices.md §1.2). */
const starUpLeaves = ["client-status", "print-result", "client-will"] as const
export type StarUpLeaf = (typeof starUpLeaves)[number]

export const upLeaves = [...agentUpLeaves, ...starUpLeaves] as const
export type UpLeaf = (typeof upLeaves)[number]

export const isStarUpLeaf = (leaf: UpLeaf): leaf is StarUpLeaf =>
  starUpLeaves.some((known) => known === leaf)

/** What the hub says to one device. */
export const downLeaves = [
  ...(["job", "rcpt", "cmd", "config"] as const),
  // To a Star printer.
  ...(["print-job", "request-client-status", "order-client-action"] as const),
] as const
export type DownLeaf = (typeof downLeaves)[number]

/** Said once and true until said otherwise, so the broker keeps the last one. */
export const retainedUpLeaves: ReadonlyArray<UpLeaf> = ["state", "info", "status"]

/** A device as topics name it. Only {@link deviceAddress} makes one, so both ids fit into a topic. */
export interface DeviceAddress {
  readonly tenantId: string
  readonly deviceId: string
  readonly [fits]: true
}

declare const fits: unique symbol

export interface UpTopic {
  readonly address: DeviceAddress
  readonly leaf: UpLeaf
}

/**
 * The two ids as an address, or nothing when one of them cannot stand in a topic: wildcards, a slash or a control
 * character would reach into somebody else's topics. A tenant id has no dot, so that `{tenant}.{device}` is one device.
 */
export const deviceAddress = (tenantId: string, deviceId: string): DeviceAddress | undefined =>
  fitsTopic(tenantId) && !tenantId.includes(".") && fitsTopic(deviceId)
    ? ({ tenantId, deviceId } as DeviceAddress)
    : undefined

export const upTopic = (address: DeviceAddress, leaf: UpLeaf): string =>
  `${deviceRoot(address)}/up/${leaf}`

export const downTopic = (address: DeviceAddress, leaf: DownLeaf): string =>
  `${deviceRoot(address)}/down/${leaf}`

/** What a Star printer puts in front of the names of its messages. */
export const starPrefixes = (
  address: DeviceAddress,
): { readonly subscribe: string; readonly publish: string } => ({
  subscribe: `${deviceRoot(address)}/down`,
  publish: `${deviceRoot(address)}/up`,
})

/** Every message of the hub to this device. */
export const downFilter = (address: DeviceAddress): string => `${deviceRoot(address)}/down/#`

/** Whether the hub is there; kept by the broker, one per tenant. */
export const hubStateTopic = (tenantId: string): string => {
  if (!fitsTopic(tenantId)) throw new RangeError("A tenant id that cannot stand in a topic")
  return `${root}/${tenantId}/hub/state`
}

/** Every message of every device, for the hub alone. */
export const everyUpFilter = `${root}/+/+/up/#`

export const userNameOf = (address: DeviceAddress): string =>
  `${address.tenantId}/${address.deviceId}`

export const clientIdOf = (address: DeviceAddress): string =>
  `${address.tenantId}.${address.deviceId}`

/** The address in a user name `{tenant}/{device}`. */
export const parseUserName = (userName: string): DeviceAddress | undefined => {
  const [tenantId, deviceId, ...more] = userName.split("/")
  if (tenantId === undefined || deviceId === undefined || more.length > 0) return undefined
  return deviceAddress(tenantId, deviceId)
}

/** Who said what kind of thing, or nothing when it is not the topic of a device's message. */
export const parseUpTopic = (topic: string): UpTopic | undefined => {
  const [heard, version, tenantId, deviceId, direction, last, ...more] = topic.split("/")
  if (`${heard}/${version}` !== root || direction !== "up" || more.length > 0) return undefined
  const leaf = upLeaves.find((known) => known === last)
  const address = deviceAddress(tenantId ?? "", deviceId ?? "")
  return leaf === undefined || address === undefined ? undefined : { address, leaf }
}

const fitsTopic = (id: string): boolean => /^[^+#/\p{C}]{1,64}$/u.test(id)

const deviceRoot = (address: DeviceAddress): string =>
  `${root}/${address.tenantId}/${address.deviceId}`
