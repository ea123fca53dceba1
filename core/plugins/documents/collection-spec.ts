import type { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Fields } from "./collection-schema.ts"
import type { Stored } from "./document-table.ts"

/** A field that names documents of another table of the same plugin. */
export interface Reference {
  readonly field: string
  readonly table: string
  /** The named document's column. */
  readonly by: "id" | "key"
  /** Refused with this when it names one that is not there. */
  readonly code: string
}

/** A field of another table of the same plugin that names documents of this one. */
export interface Use {
  readonly table: string
  readonly field: string
  readonly by: "id" | "key"
  /** Refused with this when a document that is still named is to be deleted. */
  readonly code: string
}

/** A collection as a plugin declares it: from this come its table's use, its five routes, its codes and its OpenAPI. */
export interface CollectionSpec<F extends Fields, Doc extends object, R> {
  readonly path: `/${string}`
  readonly table: string
  /** `category`: `CATEGORY_NOT_FOUND`. */
  readonly thing: string
  /** Without transformations: what is checked is what is stored. Optional keys may be absent. */
  readonly fields: F
  /** Fields that a PATCH cannot change. */
  readonly fixed?: ReadonlyArray<keyof F & string>
  /** Fills in what the client left out. Also runs after every change. */
  readonly complete: (input: Schema.Struct.Type<F>) => Doc
  /** Column to sort lists by. */
  readonly order: string
  /** Text fields that `GET ?field=` may choose by. */
  readonly filters?: ReadonlyArray<keyof F & string>
  readonly read: string
  readonly write: string
  /** Unique index to the code of who comes second. */
  readonly unique?: Readonly<Record<string, string>>
  readonly references?: ReadonlyArray<Reference>
  readonly usedBy?: ReadonlyArray<Use>
  /** What no Schema of a single field can say. Runs in the transaction, before the write. */
  readonly check?: (doc: Doc, id: string) => Effect.Effect<void, CommandFailure, R>
  /** What else goes with a document. Runs in the transaction, after the delete. */
  readonly removed?: (doc: Shown<Doc>, scope: Scope) => Effect.Effect<void, CommandFailure, R>
  /** Adds what is not stored to the documents of an answer. */
  readonly show?: (
    items: ReadonlyArray<Shown<Doc>>,
  ) => Effect.Effect<ReadonlyArray<Shown<Doc>>, CommandFailure, R>
  /** Schemas of what `show` adds. */
  readonly shown?: Fields
  /** False: nothing of it is in the restaurant's picture. */
  readonly inSetup?: boolean
}

/** A document as REST shows it. */
export type Shown<Doc> = { readonly id: string } & Doc & { readonly rev: number }

export const shownOf = <Doc extends object>(row: Stored<Doc>): Shown<Doc> => ({
  id: row.id,
  ...row.doc,
  rev: row.rev,
})
