import { Effect, type Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { fingerprintOf } from "./derived-id.ts"
import { collectionRoutes } from "./documents/collection-routes.ts"
import type { Fields } from "./documents/collection-schema.ts"
import { type CollectionSpec, type Shown, shownOf } from "./documents/collection-spec.ts"
import { constraintRefused } from "./documents/document-refusal.ts"
import { DocumentTable } from "./documents/document-table.ts"
import { documentWork } from "./documents/document-work.ts"
import type { PluginSql } from "./plugin-sql.ts"
import type { Route } from "./route.ts"

export interface Collection<F extends Fields, Doc extends object, R> {
  readonly routes: ReadonlyArray<Route<PluginSql | R>>
  /** Every document of the tenant, in order, as the restaurant's picture wants it. */
  readonly all: Effect.Effect<
    ReadonlyArray<Doc & { readonly id: string }>,
    CommandFailure,
    PluginSql
  >
  readonly get: (id: string) => Effect.Effect<Shown<Doc> | undefined, CommandFailure, PluginSql>
  /** Which of these keys no document has. */
  readonly unknownKeys: (
    keys: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyArray<string>, CommandFailure, PluginSql>
  /** Which of these ids no document has. */
  readonly unknownIds: (
    ids: ReadonlyArray<string>,
  ) => Effect.Effect<ReadonlyArray<string>, CommandFailure, PluginSql>
  /** As a POST of it, refusals and all; an id and body that were sent before are the same request. */
  readonly create: (
    body: Schema.Struct.Type<F> & { readonly id: string },
  ) => Effect.Effect<unknown, CommandFailure, PluginSql | R>
  /** As a PATCH of it. */
  readonly change: (
    id: string,
    patch: {
      readonly [Field in keyof Schema.Struct.Type<F>]?: Schema.Struct.Type<F>[Field] | null
    },
    ifRev?: number,
  ) => Effect.Effect<unknown, CommandFailure, PluginSql | R>
  /** Puts it there unless its id, or a name that must be unique, is taken: seeding twice changes nothing. */
  readonly seed: (
    id: string,
    input: Schema.Struct.Type<F>,
  ) => Effect.Effect<void, CommandFailure, PluginSql>
}

export const collection = <const F extends Fields, Doc extends object, R = never>(
  spec: CollectionSpec<F, Doc, R>,
): Collection<F, Doc, R> => {
  const table = new DocumentTable<Doc>(spec.table)
  const onConstraint = constraintRefused(spec.thing, spec.unique)
  const work = documentWork(spec, table)
  return {
    routes: collectionRoutes(spec, table),
    all: Effect.map(table.all(spec.order), (rows) =>
      rows.map(({ id, doc }) => ({ ...doc, id })),
    ).pipe(onConstraint),
    create: (body) => work.create(body),
    change: (id, patch, ifRev) => work.change(id, patch, ifRev),
    unknownKeys: (keys) => onConstraint(table.missing("key", keys)),
    unknownIds: (ids) => onConstraint(table.missing("id", ids)),
    get: (id) =>
      Effect.map(table.get(id), (row) => (row === undefined ? undefined : shownOf(row))).pipe(
        onConstraint,
      ),
    seed: (id, input) =>
      table.insertIfFree(id, spec.complete(input), fingerprintOf({ id, input })).pipe(onConstraint),
  }
}
