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

/**
 * A Star printer makes its own client id, with its MAC in it (in Star's block of addresses), and cannot be told another.
 */
export const isStarClient = (clientId: string): boolean =>
  /^[A-Za-z_-]{0,16}00[:-]?11[:-]?62(?:[:-]?[0-9a-f]{2}){3}$/i.test(clientId)

/** The client id that such a session goes by: the one of its user name, so that it too throws out nobody else. */
export const sessionNameOf = (userName: string | undefined, clientId: string): string => {
  const address = parseUserName(userName ?? "")
  return address === undefined ? clientId : clientIdOf(address)
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
