import type { WireChannel } from "#core/http/asyncapi.ts"
import { StarPoll, StarResult } from "#devices/printers/cloudprnt/cloudprnt-message.ts"
import {
  AckMessage,
  CommandMessage,
  CommandResultMessage,
  ConfigMessage,
  HubStateMessage,
  InfoMessage,
  JobMessage,
  ReceiptMessage,
  ResultMessage,
  StateMessage,
  StatusMessage,
} from "./device-message.ts"
import { type DownLeaf, deviceAddress, downTopic, type UpLeaf, upTopic } from "./topic.ts"

type Payload = WireChannel["receives"][number]["payload"]

const address = deviceAddress("{tenant}", "{device}")

const up = (
  leaf: UpLeaf,
  description: string,
  ...payloads: ReadonlyArray<Payload>
): WireChannel => ({
  name: `up_${leaf}`,
  address: address === undefined ? "" : upTopic(address, leaf),
  protocol: "mqtt",
  description,
  receives: named(leaf, payloads),
  sends: [],
})

const down = (leaf: DownLeaf, description: string, payload: Payload): WireChannel => ({
  name: `down_${leaf}`,
  address: address === undefined ? "" : downTopic(address, leaf),
  protocol: "mqtt",
  description,
  receives: [],
  sends: named(leaf, [payload]),
})

const named = (leaf: string, payloads: ReadonlyArray<Payload>): WireChannel["receives"] =>
  payloads.map((payload, n) => ({ name: n === 0 ? leaf : `${leaf}OfCommand`, payload }))

/** The topics of printers (devices.md §4.3), with the Schemas that read and make their messages. */
export const mqttChannels: ReadonlyArray<WireChannel> = [
  up("state", "It is there, kept; `lost` is its will", StateMessage),
  up("info", "What it is, kept", InfoMessage),
  up("status", "How it is, kept; on change", StatusMessage),
  up("ack", "The job stands in its journal", AckMessage),
  up("result", "How a job ended, or a command", ResultMessage, CommandResultMessage),
  down("job", "One job", JobMessage),
  down("rcpt", "The result is stored", ReceiptMessage),
  down("cmd", "Something to do, answered on `up/result` under the same id", CommandMessage),
  down("config", "The printer's settings, kept", ConfigMessage),
  up("client-status", "A Star printer says how it stands", StarPoll),
  up("print-result", "How a Star printer's job ended", StarResult),
  {
    name: "hub_state",
    address: "heard/v1/{tenant}/hub/state",
    protocol: "mqtt",
    description: "Whether the hub is there, kept; offline is its will where the broker outlives it",
    receives: [],
    sends: [{ name: "state", payload: HubStateMessage }],
  },
]
