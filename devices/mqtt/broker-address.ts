import { Context, type Effect, Layer } from "effect"
import type { SessionLost } from "./mqtt-session.ts"

/** A broker that lives and dies with this process: nobody has to be told by a will that the hub is gone. It speaks 3.1.1. */
export interface InsideBroker {
  /**
   * QoS 1, straight into it: by its port each word would be written, read and acknowledged once more, on the way of every
   * paper. Succeeds when it was taken, as with a PUBACK: who reads it when is the broker's business. A word to be kept
   * has also been written to everybody who is there: who is sent away after it has heard it.
   */
  readonly publish: (
    topic: string,
    payload: string,
    retain: boolean,
  ) => Effect.Effect<void, SessionLost>
}

/** Where the hub's own client finds its broker, and by which credential it may read and write everything under `heard/`. */
export class BrokerAddress extends Context.Service<
  BrokerAddress,
  {
    /** `mqtt://host:port`; an outside broker's may carry user name and password (`MQTT_URL`). */
    readonly url: string
    readonly userName?: string
    readonly password?: string
    readonly inside?: InsideBroker
  }
>()("heard/BrokerAddress") {}

/**
 * Where somebody else in the network finds the broker, from the origin by which they reach the hub. The embedded one is on
 * the hub's own machine; an outside one is where it is, and the hub's own credential stays here.
 *
 * @param port of an outside broker, where devices reach it (`MQTT_PORT`)
 */
export const brokerUrlFrom =
  (url: string, embedded: boolean, port: number) =>
  (origin: string): string => {
    const broker = new URL(url)
    const asked = URL.canParse(origin) ? new URL(origin).hostname : ""
    if (!embedded) {
      broker.username = ""
      broker.password = ""
      broker.port = String(port)
      return broker.href.replace(/\/$/, "")
    }
    return `mqtt://${asked === "" ? broker.hostname : asked}:${broker.port}`
  }

/** @param url `MQTT_URL` */
export const outsideBrokerLayer = (url: string): Layer.Layer<BrokerAddress> =>
  Layer.succeed(BrokerAddress, { url })
