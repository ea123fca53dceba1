import { Clock, Effect } from "effect"
import type { SqlClient } from "effect/sql"
import { type CommandFailure, Outage } from "#core/hub/gate.ts"
import type { Cid, EpochMs, TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { Committed, RecordedEvent } from "#core/log/event-log.ts"
import type { BusStore, Fact } from "#core/plugins/bus/bus-store.ts"
import { streamOfPlugin } from "#core/plugins/bus/topic.ts"
import type { CommitNews } from "./commit-news.ts"
import { appRole } from "./database-address.ts"
import {
  CurrentTransaction,
  joinedTransaction,
  type LastStatement,
  statementAs,
} from "./plugin-sql.ts"

/** Facts are collected while the transaction runs and appended by its last statement: it locks the tenant's head. */
export const factEmitter =
  (sql: SqlClient.SqlClient, news: CommitNews["Service"]): BusStore["Service"]["emit"] =>
  (plugin, tenantId, fact) =>
    Effect.suspend((): Effect.Effect<void, CommandFailure> => {
      // Found out now, while the plugin can still be told: the last statement could only undo everything.
      const text = JSON.stringify({ key: fact.key, data: fact.data, led: fact.led })
      if (text.includes("\\u0000")) return Effect.fail(notStorable(fact))
      const told = { plugin, topic: fact.topic, text }
      return joinedTransaction(
        sql,
        tenantId,
        appRole,
        Effect.flatMap(CurrentTransaction, (open) =>
          Effect.sync(() => {
            if (open === undefined) return
            const facts = factsOf.get(open) ?? []
            factsOf.set(open, facts)
            open.last ??= appending(sql, news, tenantId, facts)
            facts.push(told)
          }),
        ),
      )
    })

interface ToldFact {
  readonly plugin: string
  readonly topic: string
  /** The payload as JSON. */
  readonly text: string
}

/** By transaction; gone with it. */
const factsOf = new WeakMap<object, Array<ToldFact>>()

const appending = (
  sql: SqlClient.SqlClient,
  news: CommitNews["Service"],
  tenantId: TenantId,
  facts: Array<ToldFact>,
): LastStatement => {
  const appended: Array<RecordedEvent> = []
  return {
    run: Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis
      for (const run of ofOnePlugin(facts))
        appended.push(...(yield* append(sql, tenantId, run, at as EpochMs)))
    }),
    stored: (commit) => {
      if (appended.length === 0) return
      if (commit === "unknown") news.moved(tenantId)
      else news.committed(committedOf(tenantId, appended))
    },
    mark: () => {
      const told = facts.length
      return () => {
        facts.length = told
      }
    },
  }
}

const append = (
  sql: SqlClient.SqlClient,
  tenantId: TenantId,
  facts: readonly [ToldFact, ...ReadonlyArray<ToldFact>],
  at: EpochMs,
): Effect.Effect<ReadonlyArray<RecordedEvent>, Outage> => {
  const stream = streamOfPlugin(facts[0].plugin)
  return statementAs(
    sql,
    appRole,
    "select first_position::text as position, first_version as version, cid::text from log.emit($1::uuid, $2, $3::text[], $4::text::jsonb, $5::text::timestamptz)",
    [
      tenantId,
      stream,
      facts.map(({ topic }) => topic),
      `[${facts.map(({ text }) => text).join()}]`,
      new Date(at).toISOString(),
    ],
  ).pipe(
    Effect.map(([row]) =>
      facts.map(
        ({ topic, text }, index): RecordedEvent => ({
          tenantId,
          position: Number(row?.["position"]) + index,
          stream,
          version: Number(row?.["version"]) + index,
          type: topic,
          payload: JSON.parse(text),
          cid: String(row?.["cid"]) as Cid,
          at,
        }),
      ),
    ),
    // It was looked at when it was told: what the database does not take now is no fault of the plugin.
    Effect.catchTag("Refused", ({ detail }) => Effect.fail(new Outage({ reason: detail }))),
    Effect.catchTag("ConstraintBroken", Effect.die),
  )
}

/** Runs of facts of one plugin, in the order in which they were told. */
const ofOnePlugin = (facts: ReadonlyArray<ToldFact>) => {
  const runs: Array<[ToldFact, ...Array<ToldFact>]> = []
  for (const fact of facts) {
    const run = runs.at(-1)
    if (run?.[0].plugin === fact.plugin) run.push(fact)
    else runs.push([fact])
  }
  return runs
}

const committedOf = (tenantId: TenantId, events: ReadonlyArray<RecordedEvent>): Committed => ({
  tenantId,
  events,
  after: new Map(),
})

const notStorable = ({ topic }: Fact) =>
  refused("VALUE_REFUSED", "The database cannot store one of these values", { topic })
