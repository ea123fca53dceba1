import { Effect } from "effect"
import { refused } from "#core/kitchen/refusal.ts"
import type { Fields } from "./collection-schema.ts"
import type { CollectionSpec } from "./collection-spec.ts"
import { words } from "./document-refusal.ts"
import type { DocumentTable } from "./document-table.ts"

/**
 * After the write of `doc`: refuses a name that another document has, however it is written. No index does it: a restaurant may have doubles from
 * before the rule, which stay, and are only in the way of whoever wants that name now.
 *
 * @param before what stands there: who keeps their name is not asked
 */
export const soleName = Effect.fnUntraced(function* <Doc extends object>(
  {
    soleName: sole,
    thing,
  }: { readonly soleName?: CollectionSpec<Fields, Doc, never>["soleName"]; readonly thing: string },
  table: DocumentTable<Doc>,
  id: string,
  doc: Doc,
  before?: Doc,
) {
  if (sole === undefined) return
  const { within } = sole
  const place = (one: object) =>
    [folded(textIn(one, "name")), within === undefined ? "" : textIn(one, within)].join()
  if (before !== undefined && place(before) === place(doc)) return
  const name = textIn(doc, "name")
  const others = yield* table.otherNames(
    id,
    within === undefined ? undefined : [within, textIn(doc, within)],
  )
  if (others.some((other) => folded(other) === folded(name)))
    return yield* refused("NAME_TAKEN", `Another ${words(thing)} is called “${name}” already`, {
      issues: [{ path: "name", message: `Another ${words(thing)} has this name` }],
    })
})

const textIn = (doc: object, field: string): string =>
  String((doc as Readonly<Record<string, unknown>>)[field] ?? "")

const folded = (name: string): string =>
  name.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase()
