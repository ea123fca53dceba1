import type { Layer } from "effect"
import type { TraceRequest } from "#core/http/request-trace.ts"
import type { Gate } from "#core/hub/gate.ts"
import type { EventLog } from "#core/log/event-log.ts"

/** What looks on at the hub's work, put between it and whoever asks for it. */
export interface Tracing {
  readonly request: TraceRequest
  readonly gate: Layer.Layer<Gate, never, Gate>
  readonly log: Layer.Layer<EventLog, never, EventLog>
}
