import type { IClientOptions } from "mqtt"

/** What the two ends are known to speak. It drops to 4 (3.1.1) for good when the broker refuses 5. */
export interface Dialect {
  version: 4 | 5
}

export interface Saying {
  readonly topic: string
  readonly payload: string
}

/** Beside a message where MQTT 5 is spoken. All that matters stands in the payload as well. */
export interface MessageNotes {
  /** Not to be handed over later than so many seconds from now; at least 1. */
  readonly expirySeconds: number
  readonly responseTopic: string
  readonly correlation: string
  readonly contentType: string
  readonly properties: Readonly<Record<string, string>>
}

/** How to introduce ourselves to a broker. */
export interface Introduction {
  readonly clientId: string
  readonly userName?: string
  readonly password?: string
  readonly will?: Saying
  /** MQTT 5: the will waits so many seconds for us to come back. */
  readonly willDelaySeconds?: number
  /** MQTT 5: how many messages the broker may hand us before we acknowledge one. */
  readonly receiveMaximum?: number
}

export const settingsOf = (introduction: Introduction, version: 4 | 5): IClientOptions => {
  const { clientId, userName, password, will } = introduction
  const delay = version === 5 ? introduction.willDelaySeconds : undefined
  return {
    clientId,
    protocolVersion: version,
    clean: true,
    keepalive: 30,
    connectTimeout: 5000,
    reconnectPeriod: 0,
    queueQoSZero: false,
    ...(userName === undefined ? {} : { username: userName }),
    ...(password === undefined ? {} : { password }),
    ...(version === 4
      ? {}
      : {
          properties: {
            // A will waits no longer than its session lasts; whoever comes back begins a new one all the same (`clean`).
            sessionExpiryInterval: delay ?? 0,
            receiveMaximum: introduction.receiveMaximum ?? 64,
          },
        }),
    ...(will === undefined
      ? {}
      : {
          will: {
            topic: will.topic,
            payload: Buffer.from(will.payload),
            qos: 1,
            retain: true,
            ...(delay === undefined ? {} : { properties: { willDelayInterval: delay } }),
          },
        }),
  }
}

/** CONNACK: "unacceptable protocol version" of 3.1.1, "unsupported protocol version" of 5. */
export const speaksNot5 = (error: Error): boolean =>
  "code" in error && (error.code === 1 || error.code === 132)

export const propertiesOf = (notes: MessageNotes) => ({
  messageExpiryInterval: Math.max(1, Math.floor(notes.expirySeconds)),
  responseTopic: notes.responseTopic,
  correlationData: Buffer.from(notes.correlation),
  contentType: notes.contentType,
  userProperties: { ...notes.properties },
})
