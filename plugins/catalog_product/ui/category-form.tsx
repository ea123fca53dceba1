import type { FormEvent } from "react"
import type { Station } from "#core/kitchen/menu.ts"
import { NameField } from "#core/ui/admin/name-field.tsx"
import { NamesFields } from "#core/ui/admin/names-fields.tsx"
import { Removal } from "#core/ui/admin/removal.tsx"
import { SaveRow } from "#core/ui/admin/save-row.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Failure } from "#core/ui/design/failure.tsx"
import { ChoiceField } from "#core/ui/design/field.tsx"
import { Form } from "#core/ui/design/form.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { languages, useLanguage, useWords } from "#core/ui/i18n.ts"
import { categoryBody, type StoredCategory } from "./menu-draft.ts"
import { menuWords } from "./menu-words.ts"
import { stationChoices } from "./station-choices.ts"

const path = "/plugins/catalog_product/categories"

/** A category: its name, where its dishes are cooked, which course they are. */
export const CategoryForm = ({
  category,
  sort,
  stations,
  isEmpty,
  onClose,
  onDone,
}: {
  /** Undefined: a new one. */
  category: StoredCategory | undefined
  /** Of a new one. */
  sort: number
  stations: Iterable<Station>
  isEmpty: boolean
  onClose: () => void
  onDone: () => void
}) => {
  const words = useWords(menuWords)
  const language = useLanguage()
  const { run, busy, failure } = useDeed(onDone)
  const save = (event: FormEvent<HTMLFormElement>) => {
    const body = categoryBody(new FormData(event.currentTarget), languages, category)
    return category === undefined
      ? run("POST", path, { ...body, sort })
      : run("PATCH", `${path}/${category.id}`, body, { ifMatch: category.rev })
  }
  const courses = Array.from({ length: 9 }, (_, n) => ({
    value: String(n + 1),
    label: words.courseN(n + 1),
  }))
  return (
    <Sheet title={category?.name ?? words.addCategory} onClose={onClose}>
      <Form onSubmit={save}>
        <NameField
          label={words.name}
          hint={words.categoryHint}
          data-first
          defaultValue={category?.name ?? ""}
          failure={failure}
        />
        <NamesFields names={category?.names} />
        <ChoiceField
          label={words.station}
          name="station"
          defaultValue={category?.station ?? ""}
          choices={stationChoices(stations, language, words.stationAny)}
        />
        <ChoiceField
          label={words.course}
          hint={words.courseHint}
          name="course"
          defaultValue={String(category?.course ?? "")}
          choices={[{ value: "", label: words.courseNone }, ...courses]}
        />
        <Failure failure={failure} />
        <SaveRow words={words} busy={busy} onCancel={onClose} />
      </Form>
      {category !== undefined && (
        <Removal
          path={`${path}/${category.id}`}
          words={{ ...words, removeHint: words.removeCategoryHint }}
          title={words.removeTitle(category.name)}
          inUse={isEmpty ? undefined : words.categoryInUse}
          onDone={onDone}
        />
      )}
    </Sheet>
  )
}
