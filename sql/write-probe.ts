import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import { Outage } from "#core/hub/gate.ts"
import type { WriteProbe } from "#core/hub/write-probe.ts"

export const writeProbe: Effect.Effect<WriteProbe["Service"], never, SqlClient.SqlClient> =
  Effect.map(SqlClient.SqlClient, (sql) => ({
    write: sql`update core.write_probe set at = now()`.pipe(
      Effect.asVoid,
      Effect.mapError((error) => new Outage({ reason: error.message })),
    ),
  }))
