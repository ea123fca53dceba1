import { Effect, Schema } from "effect"
import { v7 } from "uuid"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Uuid } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { fingerprintOf } from "#core/plugins/derived-id.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { type CreateBody, type Fields, type PatchBody, pageOf } from "./collection-schema.ts"
import { type CollectionSpec, type Shown, shownOf } from "./collection-spec.ts"
import { constraintRefused, notFound, words } from "./document-refusal.ts"
import { DocumentTable, type Stored } from "./document-table.ts"

/** What the five routes do. Each that writes is one transaction, so that what was checked still holds when it is stored. */
export const documentWork = <F extends Fields, Doc extends object, R>(
  spec: CollectionSpec<F, Doc, R>,
  table: DocumentTable<Doc>,
) => {
  type Work<A> = Effect.Effect<A, CommandFailure, PluginSql | R>
  const onConstraint = constraintRefused(spec.thing, spec.unique)
  const inTransaction = <A>(work: Work<A>): Work<A> =>
    Effect.flatMap(PluginSql, (sql) => sql.transaction(work))

  const showAll = (items: ReadonlyArray<Shown<Doc>>): Work<ReadonlyArray<Shown<Doc>>> =>
    spec.show === undefined ? Effect.succeed(items) : spec.show(items)
  const present = (row: Stored<Doc>): Work<unknown> =>
    Effect.map(showAll([shownOf(row)]), ([item]) => item)

  const find = (id: string, lock = false): Work<Stored<Doc>> =>
    isUuid(id)
      ? Effect.flatMap(onConstraint(table.get(id, lock)), (row) =>
          row === undefined ? Effect.fail(notFound(spec.thing, id)) : Effect.succeed(row),
        )
      : Effect.fail(notFound(spec.thing, id))

  const check = Effect.fnUntraced(function* (id: string, doc: Doc) {
    for (const reference of spec.references ?? []) {
      const named = textsOf((doc as Readonly<Record<string, unknown>>)[reference.field])
      const missing = yield* onConstraint(
        new DocumentTable(reference.table).missing(reference.by, named),
      )
      if (missing.length > 0)
        return yield* refused(
          reference.code,
          `${reference.field} names what is not there: ${missing.join(", ")}`,
          { [reference.field]: missing },
        )
    }
    if (spec.check !== undefined) yield* spec.check(doc, id)
  })

  return {
    find,
    present,
    list: Effect.fnUntraced(function* (query: Readonly<Record<string, string | number>>) {
      const { page, size } = pageOf(query)
      const where = (spec.filters ?? []).flatMap((field) => {
        const value = query[field]
        return value === undefined ? [] : [[field, String(value)] as const]
      })
      const found = yield* onConstraint(table.page({ page, size, order: spec.order, where }))
      return { items: yield* showAll(found.items.map(shownOf)), total: found.total, page, size }
    }),
    create: (body: CreateBody) =>
      inTransaction(
        Effect.gen(function* () {
          const { id = v7(), ...input } = body
          const doc = spec.complete(input as unknown as Schema.Struct.Type<F>)
          const hash = fingerprintOf(body)
          // Repeated, it is answered before it is checked: what it named may be gone by now.
          const earlier =
            body.id === undefined ? undefined : yield* onConstraint(table.createdHash(id))
          if (earlier === undefined) {
            yield* check(id, doc)
            const added = yield* onConstraint(table.insert(id, doc, hash))
            if (added !== undefined) return yield* present(added)
          }
          if ((earlier ?? (yield* onConstraint(table.createdHash(id)))) !== hash)
            return yield* refused("ID_TAKEN", `Another ${words(spec.thing)} has this id`, { id })
          return yield* present(yield* find(id))
        }),
      ),
    change: (id: string, patch: PatchBody, ifRev: number | undefined) =>
      inTransaction(
        Effect.gen(function* () {
          const row = yield* find(id, true)
          yield* standsAt(row, ifRev)
          const merged = Object.fromEntries(
            Object.entries({ ...row.doc, ...patch }).filter(([, value]) => value !== null),
          )
          const doc = spec.complete(merged as unknown as Schema.Struct.Type<F>)
          if (fingerprintOf(doc) === fingerprintOf(row.doc)) return yield* present(row)
          yield* check(id, doc)
          const changed = yield* onConstraint(table.replace(id, doc))
          return yield* present(changed ?? row)
        }),
      ),
    remove: (scope: Scope, id: string, ifRev: number | undefined) =>
      inTransaction(
        Effect.gen(function* () {
          const row = yield* find(id, true)
          yield* standsAt(row, ifRev)
          for (const use of spec.usedBy ?? []) {
            const value = use.by === "id" ? id : (row.doc as { readonly key?: string }).key
            if (
              value !== undefined &&
              (yield* onConstraint(new DocumentTable(use.table).mentions(use.field, value)))
            )
              return yield* refused(
                use.code,
                `This ${words(spec.thing)} is still named by a ${words(use.table)}`,
                { id, usedBy: use.table },
              )
          }
          yield* onConstraint(table.remove(id))
          if (spec.removed !== undefined) yield* spec.removed(shownOf(row), scope)
        }),
      ),
  }
}

const isUuid = Schema.is(Uuid)

const textsOf = (value: unknown): ReadonlyArray<string> =>
  value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)]

const standsAt = (row: Stored<unknown>, ifRev: number | undefined) =>
  ifRev === undefined || ifRev === row.rev
    ? Effect.void
    : Effect.fail(
        refused("REVISION_CONFLICT", `Somebody changed it meanwhile: it is at ${row.rev} now`, {
          rev: row.rev,
        }),
      )
