import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Row } from "#core/plugins/plugin-sql.ts"
import type { AuditStore, StoredLine } from "#core/security/audit-store.ts"
import { hubTables } from "./hub-tables.ts"

export const auditStore: Effect.Effect<AuditStore["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const { together, rows } = hubTables(yield* SqlClient.SqlClient)
    return {
      append: (tenantId, action, deed) =>
        Effect.map(
          rows([tenantId], "select core.audit_append($1, $2, $3) as seq", [tenantId, action, deed]),
          ([row]) => Number(row?.["seq"]),
        ),
      page: (tenantId, { action, page, size }) =>
        together(
          [tenantId],
          Effect.gen(function* () {
            const where = `where tenant_id = $1 and ($2::text is null or action = $2)`
            const items = yield* rows(
              [tenantId],
              `select ${columns} from core.audit ${where} order by seq desc limit $3 offset $4`,
              [tenantId, action ?? null, size, (page - 1) * size],
            )
            const [count] = yield* rows(
              [tenantId],
              `select count(*)::int as total from core.audit ${where}`,
              [tenantId, action ?? null],
            )
            return { items: items.map(lineOf), total: Number(count?.["total"]) }
          }),
        ),
      after: (tenantId, seq, limit) =>
        Effect.map(
          rows(
            [tenantId],
            `select ${columns} from core.audit where tenant_id = $1 and seq > $2 order by seq limit $3`,
            [tenantId, seq, limit],
          ),
          (found) => found.map(lineOf),
        ),
      head: (tenantId) =>
        Effect.map(
          rows([tenantId], "select seq, hash from core.audit_head where tenant_id = $1", [
            tenantId,
          ]),
          ([row]) => ({ seq: Number(row?.["seq"] ?? 0), hash: String(row?.["hash"] ?? "") }),
        ),
    }
  })

const columns = "seq, action, line, hash"

/** bigint comes as text or number, whatever the driver thinks best. */
const lineOf = (row: Row): StoredLine => ({
  ...(row as unknown as StoredLine),
  seq: Number(row["seq"]),
})
