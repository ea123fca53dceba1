import {
  clientIdOf,
  type DeviceAddress,
  downFilter,
  downLeaves,
  downTopic,
  hubStateTopic,
  parseUpTopic,
  parseUserName,
  retainedUpLeaves,
} from "./topic.ts"

/**
 * Who connects, read from user name and client id; nothing when they do not belong together. The client id is fixed by
 * the user name because a broker closes the older session of a client id: a freely chosen one could throw others out.
 */
export const identify = (
  userName: string | undefined,
  clientId: string,
): DeviceAddress | undefined => {
  const address = parseUserName(userName ?? "")
  return address !== undefined && clientId === clientIdOf(address) ? address : undefined
}

/** A device says only the known things, only in its own name; only what stays true is kept by the broker. Wills too. */
export const mayPublish = (
  address: DeviceAddress,
  packet: { readonly topic: string; readonly retain: boolean },
): boolean => {
  const said = parseUpTopic(packet.topic)
  if (said === undefined) return false
  if (said.address.tenantId !== address.tenantId) return false
  if (said.address.deviceId !== address.deviceId) return false
  return !packet.retain || retainedUpLeaves.includes(said.leaf)
}

/** The whole list of filters that a device may ask for: exact names, so no wildcard or `$share` can widen one. */
export const maySubscribe = (address: DeviceAddress, filter: string): boolean =>
  filter === downFilter(address) || mayReceive(address, filter)

export const mayReceive = (address: DeviceAddress, topic: string): boolean =>
  topic === hubStateTopic(address.tenantId) ||
  downLeaves.some((leaf) => topic === downTopic(address, leaf))

/**
 * The same policy as an access list of mosquitto 2, for an outside broker. `%u` is the user name `{tenant}/{device}`;
 * no pattern can name the tenant alone, so each device gets its own line for the hub's state.
 *
 * @param hubUser user name of the hub's own connection
 */
export const mosquittoAccessList = (
  hubUser: string,
  devices: ReadonlyArray<DeviceAddress>,
): string =>
  [
    `user ${hubUser}`,
    "topic readwrite heard/#",
    "",
    ...devices.flatMap((device) => [
      `user ${device.tenantId}/${device.deviceId}`,
      `topic read ${hubStateTopic(device.tenantId)}`,
      "",
    ]),
    "pattern read heard/v1/%u/down/#",
    "pattern write heard/v1/%u/up/#",
    "",
  ].join("\n")
