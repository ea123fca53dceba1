import { ConfigProvider, Effect, Layer, Schedule } from "effect"
import { FetchHttpClient } from "effect/http"
import { Otlp, type OtlpExporter, OtlpSerialization } from "effect/observability"
import { processMetrics } from "#core/http/process-metrics.ts"
import { tracedRequest } from "./traced-request.ts"
import { tracedGateLayer, tracedLogLayer } from "./traced-services.ts"
import type { Tracing } from "./tracing.ts"

/**
 * Traces, metrics and logs of this process to an OpenTelemetry collector: OTLP over HTTP, as JSON, beside the console and
 * `/metrics`. The standard `OTEL_*` variables say the rest (headers, resource attributes, intervals, which signals).
 *
 * A collector that does not answer costs a minute of telemetry and nothing else: the exporter drops what it holds and tries
 * again.
 *
 * @param version of the hub
 */
export const telemetryLayer = (
  environment: Readonly<Record<string, string | undefined>>,
  version: string,
): Layer.Layer<OtlpExporter.Flusher> =>
  Otlp.layerFromConfig({
    resource: { serviceName: environment["OTEL_SERVICE_NAME"] ?? "heard", serviceVersion: version },
    loggerExcludeLogSpans: true,
    loggerMergeWithExisting: true,
  }).pipe(
    Layer.merge(Layer.effectDiscard(measuring)),
    Layer.provide([OtlpSerialization.layerJson, FetchHttpClient.layer]),
    Layer.provide(
      ConfigProvider.layer(ConfigProvider.fromEnv({ env: { ...all, ...present(environment) } })),
    ),
  )

/** What `/metrics` measures when it is looked at is measured here ahead of each export. */
const measuring = Effect.flatMap(processMetrics, (measure) =>
  Effect.forkScoped(Effect.repeat(measure, { schedule: Schedule.spaced("10 seconds") })),
)

/** A signal that the environment does not speak of is told. No stop waits for a collector longer than this. */
const all = {
  OTEL_EXPORTER_OTLP_TIMEOUT: "1000",
  OTEL_TRACES_EXPORTER: "otlp",
  OTEL_METRICS_EXPORTER: "otlp",
  OTEL_LOGS_EXPORTER: "otlp",
}

const present = (environment: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )

/** What the collector hears of. */
export const tracing: Tracing = {
  request: tracedRequest,
  gate: tracedGateLayer,
  log: tracedLogLayer,
}
