import type { HelloFrame } from "#core/hub/frame.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { SessionHost } from "./session-host.ts"
import type { SessionState } from "./session-state.ts"

/** What a device says about itself when it comes, for whoever looks after it. */
export const noteHello = (
  { credentials, fork }: SessionHost,
  scope: Scope,
  { device, now }: HelloFrame,
): void => {
  const skewMs = now === undefined ? Number.NaN : Date.parse(now) - Date.now()
  const about = { ...device, ...(Number.isFinite(skewMs) ? { clockSkewMs: skewMs } : {}) }
  if (Object.keys(about).length > 0) fork(credentials.heardFrom(scope, about))
}

/** What a device did that nobody could make sense of. */
export const noteRefused = (
  { troubles }: SessionHost,
  state: SessionState,
  code: string,
  detail: string,
): void => {
  const trouble = troubleOf[code]
  if (trouble === undefined || state.is !== "live" || state.scope.principal.kind !== "device")
    return
  const { tenantId, principal } = state.scope
  troubles.note(tenantId, principal.id, trouble, { detail: detail.slice(0, 120) })
}

const troubleOf: Readonly<Record<string, string>> = {
  FRAME_INVALID: "MESSAGES_UNREADABLE",
  FRAME_TOO_LARGE: "PACKET_TOO_LARGE",
  RATE_LIMITED: "FLOODED",
}
