import type { FormEvent } from "react"
import type { Station } from "#core/kitchen/menu.ts"
import { Removal } from "#core/ui/admin/removal.tsx"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { languages, useLanguage, useWords } from "#core/ui/i18n.ts"
import { problemAt } from "#core/ui/session/refusal-sentence.ts"
import { categoryBody, type StoredCategory } from "./menu-draft.ts"
import { menuWords } from "./menu-words.ts"
import { NamesFields } from "./names-fields.tsx"
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
    event.preventDefault()
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
      <form className="stack" onSubmit={save}>
        <TextField
          label={words.name}
          hint={words.categoryHint}
          name="name"
          required
          maxLength={120}
          dir="auto"
          autoComplete="off"
          data-first
          defaultValue={category?.name ?? ""}
          problem={problemAt(failure, "name")}
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
        <div className="row">
          <Button kind="primary" type="submit" disabled={busy}>
            {busy ? words.saving : words.save}
          </Button>
          <Button onClick={onClose}>{words.cancel}</Button>
        </div>
      </form>
      {category !== undefined &&
        (isEmpty ? (
          <Removal
            path={`${path}/${category.id}`}
            words={{ ...words, removeHint: words.removeCategoryHint }}
            title={words.removeTitle(category.name)}
            onDone={onDone}
          />
        ) : (
          <p className="quiet">{words.categoryInUse}</p>
        ))}
    </Sheet>
  )
}
