import { Context, Layer } from "effect"

/** Where the hub's own client finds its broker, and by which credential it may read and write everything under `heard/`. */
export class BrokerAddress extends Context.Service<
  BrokerAddress,
  {
    /** `mqtt://host:port`; an outside broker's may carry user name and password (`MQTT_URL`). */
    readonly url: string
    readonly userName?: string
    readonly password?: string
    /** It lives and dies with this process, so nobody has to be told by a will that the hub is gone; it speaks 3.1.1. */
    readonly inside?: true
  }
>()("heard/BrokerAddress") {}

/** @param url `MQTT_URL` */
export const outsideBrokerLayer = (url: string): Layer.Layer<BrokerAddress> =>
  Layer.succeed(BrokerAddress, { url })
