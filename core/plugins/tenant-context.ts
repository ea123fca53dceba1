import { Context } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"

/** For which restaurant this instance of a plugin was started. */
export class TenantContext extends Context.Service<
  TenantContext,
  { readonly tenantId: TenantId; readonly pluginKey: string }
>()("heard/TenantContext") {}
