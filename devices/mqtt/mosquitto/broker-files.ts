import { packetLimit } from "#devices/mqtt/packet-meter.ts"
import type { ReaderPlace } from "#devices/mqtt/reader-access.ts"
import {
  type DeviceAddress,
  hubStateTopic,
  retainedUpLeaves,
  upLeaves,
  userNameOf,
} from "#devices/mqtt/topic.ts"

/** Who is let in, and by which hash. The hub itself: a user that no device can have, for its name has no slash. */
export interface BrokerAccounts {
  readonly hub: { readonly userName: string; readonly hash: string }
  readonly devices: ReadonlyArray<{ readonly address: DeviceAddress; readonly hash: string }>
  readonly readers: ReadonlyArray<
    ReaderPlace & { readonly userName: string; readonly hash: string }
  >
}

/** `password_file` of mosquitto 2: whoever is not named does not get in. */
export const passwordFile = ({ hub, devices, readers }: BrokerAccounts): string =>
  [
    `${hub.userName}:${hub.hash}`,
    ...devices.map(({ address, hash }) => `${userNameOf(address)}:${hash}`),
    ...readers.map(({ userName, hash }) => `${userName}:${hash}`),
    "",
  ].join("\n")

/**
 * `acl_file`: the policy of `broker-access.ts`, as far as mosquitto can be told it. `%u` is the user name
 * `{tenant}/{device}`; no pattern can name the tenant alone, so each device has its own line for the hub's state. It
 * knows no rule about what may be kept: {@link retainedUpLeaves} is the hub's to see to.
 */
export const accessFile = ({ hub, devices, readers }: BrokerAccounts): string =>
  [
    `user ${hub.userName}`,
    "topic readwrite heard/#",
    ...prefixesOf(readers).flatMap((prefix) => [
      `topic write ${prefix}/device/#`,
      `topic read ${prefix}/status`,
    ]),
    "",
    ...devices.flatMap(({ address }) => [
      `user ${userNameOf(address)}`,
      `topic read ${hubStateTopic(address.tenantId)}`,
      "",
    ]),
    ...readers.flatMap(({ userName, tenantId, prefix }) => [
      `user ${userName}`,
      `topic read ${prefix}/+/${tenantId}/#`,
      `topic read heard/v1/${tenantId}/ha/#`,
      `topic read ${hubStateTopic(tenantId)}`,
      `topic readwrite ${prefix}/status`,
      "",
    ]),
    "pattern read heard/v1/%u/down/#",
    ...upLeaves.map((leaf) => `pattern write heard/v1/%u/up/${leaf}`),
    "",
  ].join("\n")

/** Where the broker listens: for everybody, and for the hub. */
export interface BrokerDoors {
  readonly devices: { readonly host: string; readonly port: number }
  /** Of `MQTT_URL`. */
  readonly hub: { readonly host: string; readonly port: number }
}

/**
 * `heard.conf`, for `include_dir` of mosquitto's own configuration. At the devices' door a client id is replaced by the
 * user name, so nobody can end another's session by taking its client id. The hub has several connections under one
 * user name, hence a door of its own. With one port for both there is no such door, and client ids are free.
 *
 * @param folder absolute path of the generated files
 */
export const brokerConfiguration = (folder: string, { devices, hub }: BrokerDoors): string =>
  [
    "# Written by the hub at each start. Put what is yours into a file of your own.",
    "allow_anonymous false",
    `password_file ${folder}/passwords`,
    `acl_file ${folder}/access`,
    "",
    `max_packet_size ${packetLimit}`,
    "max_inflight_messages 16",
    "max_queued_messages 100",
    "max_keepalive 60",
    "set_tcp_nodelay true",
    "",
    `listener ${devices.port} ${devices.host}`,
    ...(devices.port === hub.port
      ? []
      : ["use_username_as_clientid true", "", `listener ${hub.port} ${hub.host}`]),
    "",
  ].join("\n")

const prefixesOf = (readers: BrokerAccounts["readers"]): ReadonlyArray<string> =>
  [...new Set(readers.map(({ prefix }) => prefix))].sort()
