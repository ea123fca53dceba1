import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Row } from "#core/plugins/plugin-sql.ts"
import type { SessionStore, StoredSession } from "#core/security/session-store.ts"
import { hubTables } from "./hub-tables.ts"

export const sessionStore: Effect.Effect<SessionStore["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const { together, rows } = hubTables(yield* SqlClient.SqlClient)
    const ids = (found: ReadonlyArray<Row>) => found.map((row) => String(row["id"]))

    return {
      begin: (session, { refreshHash, address, now, expiresAt }) =>
        Effect.asVoid(
          rows(
            [session.tenantId],
            `insert into core.session (tenant_id, id, account_id, device_id, device_kind, device_name, parent_id,
               refresh_hash, address, created_at, used_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::timestamptz, $10::timestamptz, $11::timestamptz)`,
            [
              session.tenantId,
              session.id,
              session.accountId ?? null,
              session.device?.id ?? null,
              session.device?.kind ?? null,
              session.device?.name ?? null,
              session.parentId ?? null,
              refreshHash,
              address ?? null,
              iso(now),
              iso(expiresAt),
            ],
          ),
        ),
      find: (tenantId, id, now) =>
        Effect.map(
          rows(
            [tenantId],
            `select tenant_id, id, account_id, device_id, device_kind, device_name, parent_id from core.session
             where tenant_id = $1 and id = $2 and ended_at is null and expires_at > $3::timestamptz`,
            [tenantId, id, iso(now)],
          ),
          ([row]) => (row === undefined ? undefined : sessionOf(row)),
        ),
      rotate: (tenantId, id, { from, to, key, now, expiresAt }) =>
        together(
          [tenantId],
          Effect.gen(function* () {
            const [row] = yield* rows(
              [tenantId],
              `select refresh_hash, replaced_hash, renewal_hash from core.session
               where tenant_id = $1 and id = $2 and ended_at is null and expires_at > $3::timestamptz for update`,
              [tenantId, id, iso(now)],
            )
            if (row === undefined) return "over"
            const isRepeated =
              key !== undefined && row["renewal_hash"] === key && row["replaced_hash"] === from
            if (row["refresh_hash"] !== from && !isRepeated) return "reused"
            yield* rows(
              [tenantId],
              `update core.session set refresh_hash = $3, used_at = $4::timestamptz, expires_at = $5::timestamptz,
                 replaced_hash = $6, renewal_hash = $7
               where tenant_id = $1 and id = $2`,
              [tenantId, id, to, iso(now), iso(expiresAt), from, key ?? null],
            )
            return "rotated"
          }),
        ),
      end: (tenantId, id, why, now) =>
        Effect.map(
          rows(
            [tenantId],
            `update core.session set ended_at = $3::timestamptz, ended_why = $4
             where tenant_id = $1 and (id = $2 or parent_id = $2) and ended_at is null returning id`,
            [tenantId, id, iso(now), why],
          ),
          ids,
        ),
      endTakeovers: (tenantId, deviceSession, why, now) =>
        Effect.map(
          rows(
            [tenantId],
            `update core.session set ended_at = $3::timestamptz, ended_why = $4
             where tenant_id = $1 and parent_id = $2 and ended_at is null returning id`,
            [tenantId, deviceSession, iso(now), why],
          ),
          ids,
        ),
      endTakeoversBy: (tenantId, accountId, why, now) =>
        Effect.map(
          rows(
            [tenantId],
            `update core.session set ended_at = $3::timestamptz, ended_why = $4
             where tenant_id = $1 and account_id = $2 and parent_id is not null and ended_at is null
             returning id`,
            [tenantId, accountId, iso(now), why],
          ),
          ids,
        ),
      endAllOf: (tenantIds, accountId, why, now, except) =>
        Effect.map(
          rows(
            tenantIds,
            `with own as (
               select tenant_id, id from core.session
               where tenant_id = any ($1::uuid[]) and account_id = $2 and ended_at is null
                 and id is distinct from $5::uuid)
             update core.session as s set ended_at = $3::timestamptz, ended_why = $4
             where s.tenant_id = any ($1::uuid[]) and s.ended_at is null and s.id is distinct from $5::uuid
               and ((s.tenant_id, s.id) in (select tenant_id, id from own)
                 or (s.tenant_id, s.parent_id) in (select tenant_id, id from own))
             returning s.id`,
            [tenantIds, accountId, iso(now), why, except ?? null],
          ),
          ids,
        ),
      speaksForItself: (tenantId, deviceId, now) =>
        Effect.map(
          rows(
            [tenantId],
            `select 1 from core.session where tenant_id = $1 and device_id = $2 and account_id is null
               and ended_at is null and expires_at > $3::timestamptz limit 1`,
            [tenantId, deviceId, iso(now)],
          ),
          (found) => found.length > 0,
        ),
      endAllOfDevice: (tenantId, deviceId, why, now) =>
        Effect.asVoid(
          rows(
            [tenantId],
            `update core.session set ended_at = $3::timestamptz, ended_why = $4
             where tenant_id = $1 and device_id = $2 and ended_at is null`,
            [tenantId, deviceId, iso(now), why],
          ),
        ),
      guesses: (tenantId, subject) =>
        Effect.map(
          rows(
            [tenantId],
            `select failures, extract(epoch from locked_until) * 1000 as until, extract(epoch from at) * 1000 as at
             from core.guess where tenant_id = $1 and subject = $2`,
            [tenantId, subject],
          ),
          ([row]) =>
            row === undefined
              ? undefined
              : {
                  failures: Number(row["failures"]),
                  until: Number(row["until"]),
                  at: Number(row["at"]),
                },
        ),
      keepGuesses: (tenantId, subject, guesses) =>
        Effect.asVoid(
          guesses === undefined
            ? rows([tenantId], "delete from core.guess where tenant_id = $1 and subject = $2", [
                tenantId,
                subject,
              ])
            : rows(
                [tenantId],
                `insert into core.guess (tenant_id, subject, failures, locked_until, at)
                 values ($1, $2, $3, $4::timestamptz, $5::timestamptz)
                 on conflict on constraint guess_pkey do update
                 set failures = excluded.failures, locked_until = excluded.locked_until, at = excluded.at`,
                [tenantId, subject, guesses.failures, iso(guesses.until), iso(guesses.at)],
              ),
        ),
      keyGeneration: Effect.map(
        rows([], "select coalesce(max(generation), 1) as newest from core.token_key"),
        ([row]) => Number(row?.["newest"]),
      ),
      nextKeyGeneration: Effect.map(
        // Two at once are one: whoever is second finds the generation made.
        rows(
          [],
          `with next as (
             insert into core.token_key (generation) select coalesce(max(generation), 1) + 1 from core.token_key
             on conflict do nothing returning generation)
           select coalesce((select generation from next), (select max(generation) from core.token_key)) as newest`,
        ),
        ([row]) => Number(row?.["newest"]),
      ),
    }
  })

const iso = (epochMs: number): string => new Date(epochMs).toISOString()

const sessionOf = (row: Row): StoredSession => ({
  id: String(row["id"]),
  tenantId: row["tenant_id"] as TenantId,
  accountId: row["account_id"] === null ? undefined : String(row["account_id"]),
  device:
    row["device_id"] === null
      ? undefined
      : {
          id: String(row["device_id"]),
          kind: String(row["device_kind"]),
          ...(row["device_name"] === null ? {} : { name: String(row["device_name"]) }),
        },
  parentId: row["parent_id"] === null ? undefined : String(row["parent_id"]),
})
