import { Context, type Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { StarUpLeaf } from "./topic.ts"

/** Star printers that listen on our broker, in words of their maker. */
export class StarsOverMqtt extends Context.Service<
  StarsOverMqtt,
  {
    /** False: it cannot be understood. */
    readonly hear: (
      device: { readonly tenantId: TenantId; readonly deviceId: string },
      leaf: StarUpLeaf,
      payload: Uint8Array,
    ) => Effect.Effect<boolean>
  }
>()("heard/devices/StarsOverMqtt") {}
