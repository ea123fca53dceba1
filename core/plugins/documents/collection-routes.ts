import { Effect, Schema } from "effect"
import type { PluginSql } from "#core/plugins/plugin-sql.ts"
import { type Route, route } from "#core/plugins/route.ts"
import {
  createBody,
  documentAnswer,
  type Fields,
  pageAnswer,
  pageQuery,
  patchBody,
} from "./collection-schema.ts"
import type { CollectionSpec } from "./collection-spec.ts"
import { words } from "./document-refusal.ts"
import type { DocumentTable } from "./document-table.ts"
import { documentWork } from "./document-work.ts"

/** Paged GET, POST, and GET, PATCH, DELETE by id, in the order in which they are mounted. */
export const collectionRoutes = <F extends Fields, Doc extends object, R>(
  spec: CollectionSpec<F, Doc, R>,
  table: DocumentTable<Doc>,
): ReadonlyArray<Route<PluginSql | R>> => {
  const one = words(spec.thing)
  const answer = documentAnswer(spec.thing, spec.fields, spec.shown ?? {})
  const path = `${spec.path}/:id` as const
  const changesSetup = spec.inSetup ?? true
  const work = documentWork(spec, table)
  return [
    route({
      method: "GET",
      path: spec.path,
      permission: spec.read,
      summary: `List each ${one}, a page at a time`,
      query: pageQuery(
        Object.fromEntries(
          (spec.filters ?? []).map((field) => [
            field,
            Schema.optionalKey(Schema.String.check(Schema.isMaxLength(200))),
          ]),
        ),
      ),
      answer: pageAnswer(answer),
      handle: ({ query }) => work.list(query as Readonly<Record<string, string | number>>),
    }),
    route({
      method: "POST",
      path: spec.path,
      permission: spec.write,
      summary: `Add a ${one}; the same id and body again is the same request`,
      body: createBody(spec.thing, spec.fields),
      answer,
      status: 201,
      changesSetup,
      handle: ({ body }) => work.create(body),
    }),
    route({
      method: "GET",
      path,
      permission: spec.read,
      summary: `Show one ${one}`,
      answer,
      handle: ({ params }) => Effect.flatMap(work.find(params.id), work.present),
    }),
    route({
      method: "PATCH",
      path,
      permission: spec.write,
      summary: `Change some fields of a ${one}; null takes an optional field away`,
      query: IfRev,
      body: patchBody(spec.thing, spec.fields, spec.fixed ?? []),
      answer,
      changesSetup,
      handle: ({ params, query, body, ifMatch }) =>
        work.change(params.id, body, ifMatch ?? query.ifRev),
    }),
    route({
      method: "DELETE",
      path,
      permission: spec.write,
      summary: `Delete a ${one} that nothing names any more`,
      query: IfRev,
      status: 204,
      changesSetup,
      handle: ({ scope, params, query, ifMatch }) =>
        work.remove(scope, params.id, ifMatch ?? query.ifRev),
    }),
  ]
}

const IfRev = Schema.Struct({
  ifRev: Schema.optionalKey(Schema.NumberFromString.check(Schema.isInt())),
})
